import type { AsmOperandRef } from '../../arch/instruction';
import type { OperandMeaning, ScalarType } from '../../model/operandMeaning';
import type { FunctionScope } from '../c/cpuValues';
import type { Declaration, FileDeclarations } from '../c/declarations';
import { type CExpression, parseExpression, plain, spellingOf } from '../c/expression';
import { type Layouts, type Shape, shapeOf } from '../c/layouts';
import { typeOfCast, typeOfDeclaration } from '../c/scalarType';
import type { OperandSyntax } from './statement';

/** What is known of the names that operands are made of. */
export interface OperandScope {
  /** The function around the statement; undefined at file scope. */
  readonly function: FunctionScope | undefined;
  readonly file: FileDeclarations;
  readonly layouts: Layouts;
  readonly pointerBytes: number;
}

type Spelling = (expression: CExpression) => string | undefined;

/** Reads the C expression of an operand; `kind`: what its constraint admits. */
export function meaningOf(syntax: OperandSyntax, kind: AsmOperandRef['kind'], scope: OperandScope): OperandMeaning {
  const written = parseExpression(syntax.expression);
  const value = plain(written);
  const variable = (name: string): Shape | undefined => declarationOf(name, scope);
  const spelled: Spelling = (expression) =>
    spellingOf(expression, (object, field) => {
      const shape = shapeOf(object, variable, scope.layouts);
      return shape && scope.layouts.offsetOf(shape, field, scope.pointerBytes);
    });
  return {
    spelling: spelled(value),
    pointee: spelled(plain({ kind: 'dereference', pointer: value })),
    loads: kind === 'register' && !syntax.output ? loadsOf(value, spelled) : [],
    cpu: scope.function?.cpuValue(written),
    indexedBy: scope.function?.indexOf(value),
    type: typeOf(written, scope),
    isAddress: value.kind === 'address',
    isVariable: value.kind === 'name',
    threadLocal: isThreadLocal(value, scope),
  };
}

/** Lvalues that an expression loads through pointers and from arrays; an address is only computed. */
function loadsOf(value: CExpression, spelled: Spelling): string[][] {
  if (value.kind === 'operation') return value.operands.flatMap((operand) => loadsOf(operand, spelled));
  const way = wayTo(value, spelled);
  return way.length > 0 ? [way] : [];
}

function wayTo(value: CExpression, spelled: Spelling): string[] {
  if (value.kind !== 'member' && value.kind !== 'dereference' && value.kind !== 'index') return [];
  const own = reachesMemory(value) ? spelled(value) : undefined;
  return [...(own === undefined ? [] : [own]), ...wayTo(innerOf(value), spelled)];
}

function innerOf(value: Extract<CExpression, { kind: 'member' | 'dereference' | 'index' }>): CExpression {
  switch (value.kind) {
    case 'member':
      // `a->b.c` is one load.
      return value.object.kind === 'name' ? value.object : objectBelow(value.object);
    case 'dereference':
      return value.pointer;
    case 'index':
      return value.array;
  }
}

function objectBelow(object: CExpression): CExpression {
  return object.kind === 'member' || object.kind === 'dereference' || object.kind === 'index'
    ? innerOf(object)
    : object;
}

/** False for a variable and its members. */
function reachesMemory(value: CExpression): boolean {
  return value.kind === 'member' ? reachesMemory(value.object) : value.kind === 'dereference' || value.kind === 'index';
}

function declarationOf(name: string, scope: OperandScope): Declaration | undefined {
  const local = scope.function;
  const inside = [...(local?.parameters ?? []), ...(local?.locals ?? [])].filter((declared) => declared.name === name);
  const all = inside.length > 0 ? inside : (scope.file.variables.get(name) ?? []);
  const [first] = all;
  // Declared more than once: with one meaning, or nobody knows which.
  const agree = all.every((other) => typeText(other) === (first && typeText(first)));
  return agree ? first : undefined;
}

function typeText({ words, pointers, isArray }: Declaration): string {
  const type = words.filter((word) => !/^(?:extern|static)$/.test(word));
  return `${type.join(' ')} ${pointers} ${String(isArray)}`;
}

function typeOf(written: CExpression, scope: OperandScope): ScalarType | undefined {
  const { types } = scope.file;
  if (written.kind === 'cast') return typeOfCast(written, types, scope.pointerBytes);
  const declaration = written.kind === 'name' ? declarationOf(written.name, scope) : undefined;
  return declaration && typeOfDeclaration(declaration, types, scope.pointerBytes);
}

function isThreadLocal(value: CExpression, scope: OperandScope): boolean {
  switch (value.kind) {
    case 'member':
      return isThreadLocal(value.object, scope);
    case 'index': {
      // What a pointer with thread storage points at is memory like any other.
      const shape = shapeOf(value.array, (name) => declarationOf(name, scope), scope.layouts);
      return shape?.isArray === true && isThreadLocal(value.array, scope);
    }
    case 'name':
      return declarationOf(value.name, scope)?.words.some((word) => threadStorage.test(word)) ?? false;
    default:
      return false;
  }
}

const threadStorage = /^(?:__thread|_Thread_local|thread_local)$/;
