import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { OperandMeaning } from '../../server/src/analysis/model/operandMeaning';
import { AreaNames } from '../../server/src/analysis/source/c/area';
import { ValueSources } from '../../server/src/analysis/source/c/cpuValues';
import { fileDeclarations } from '../../server/src/analysis/source/c/declarations';
import { findFunctions } from '../../server/src/analysis/source/c/functions';
import { Layouts } from '../../server/src/analysis/source/c/layouts';
import { meaningOf } from '../../server/src/analysis/source/inlineAsm/operandMeaning';
import { AsmStatementReader } from '../../server/src/analysis/source/inlineAsm/statement';
import { preprocessed } from '../support/preprocess';

/** Declarations that the expressions of the tests are made of. */
const declarations = `
struct rseq_abi { unsigned int cpu_id_start, cpu_id; unsigned long rseq_cs; unsigned int flags, node_id, mm_cid; };
struct node { struct node *next; int value; };
struct list { int length; struct node *head, *tail; long slots[4]; };
typedef int offset_type;
typedef struct list list_type;
extern __thread struct list mine;
extern __thread struct list *pointed;
extern long several, several;
unsigned int rseq_current_mm_cid(void);
struct rseq_abi *rseq_get_abi(void);
static unsigned own_number(void) { return rseq_get_abi()->cpu_id; }
`;

/** What is known of an operand of `constraint` in a function that begins with `before`. */
function meaningIn(before: string, constraint: string, expression: string, pointerBytes = 8): OperandMeaning {
  const text = `${declarations}
void f(struct list *list, list_type *typed, struct node **array, long i, int mm_cid, char small, offset_type offset)
{
  ${before}
  asm ("" : : "${constraint}" (${expression}));
}`;
  const { tokens } = preprocessed(text);
  const functions = findFunctions(tokens);
  const [statement] = new AsmStatementReader().find(tokens, functions);
  const [operand] = statement?.syntax.operands ?? [];
  assert.ok(operand && statement?.function, expression);
  const file = fileDeclarations(tokens, functions);
  const values = new ValueSources(tokens, functions, new AreaNames(tokens, functions));
  const scope = {
    function: values.scopeOf(statement.function),
    file,
    layouts: new Layouts(tokens, file),
    pointerBytes,
  };
  return meaningOf(operand, constraint === 'm' ? 'memory' : 'register', scope);
}

it('one place has one spelling', () => {
  const places: readonly (readonly string[])[] = [
    ['*array', 'array[0]', '(*(array))', '*&*array', '*(volatile struct node **)array'],
    ['list->head', '(*list).head', '*&list->head'],
    ['array[i]->next', '(*array[i]).next', '*array[i]'],
    ['list->length', '*list'],
  ];
  for (const [first = '', ...others] of places) {
    const { spelling } = meaningIn('', 'm', first);
    assert.ok(spelling, first);
    for (const other of others) assert.equal(meaningIn('', 'm', other).spelling, spelling, other);
  }
});

it('members have the offsets that the compiler gives them', () => {
  assert.equal(meaningIn('', 'm', 'list->head').spelling, '(*list)+8');
  assert.equal(meaningIn('', 'm', 'list->tail').spelling, '(*list)+16');
  assert.equal(meaningIn('', 'm', 'typed->tail').spelling, '(*typed)+16');
  assert.equal(meaningIn('', 'm', 'list->tail', 4).spelling, '(*list)+8');
  assert.equal(meaningIn('', 'm', 'list->unheard_of').spelling, '(*list).unheard_of');
});

it('pointers point where they say', () => {
  assert.equal(meaningIn('', 'r', '&list->head').pointee, '(*list)+8');
  assert.equal(meaningIn('', 'r', 'list').pointee, '(*list)');
  assert.equal(meaningIn('', 'r', '&array[i]').pointee, 'array[i]');
  assert.equal(meaningIn('', 'r', 'list + 1').pointee, undefined);
});

it('values in registers are loaded from where they are', () => {
  assert.deepEqual(meaningIn('', 'r', 'list->head->next').loads, [['(*(*list)+8)', '(*list)+8']]);
  assert.deepEqual(meaningIn('', 'r', '*array + list->length').loads, [['(*array)'], ['(*list)']]);
  assert.deepEqual(meaningIn('', 'r', '&list->head->next').loads, []);
  assert.deepEqual(meaningIn('struct node copy = {0};', 'r', 'copy.value').loads, []);
  assert.deepEqual(meaningIn('', 'm', 'list->head').loads, []);
});

it('types are those of the declaration or the cast', () => {
  const types: readonly (readonly [string, string, number | undefined, number?])[] = [
    ['', 'i', 8],
    ['', 'i', 4, 4],
    ['', 'small', 1],
    ['', 'offset', 4],
    ['', 'list', 8],
    ['', '(int) i', 4],
    ['', '(long long) i', 8, 4],
    ['', '(unsigned char) i', 1],
    ['', '(struct node *) i', 8],
    ['uint16_t local = 0;', 'local', 2],
    ['ptrdiff_t local = 0;', 'local', 4, 4],
    ['unsigned a = 1, b = 2;', 'b', 4],
    ['', 'mine', undefined],
    ['', 'undeclared', undefined],
    ['', 'i + 1', undefined],
    ['{ int i; }', 'i', undefined],
    ['', 'several', 8],
  ];
  for (const [before, expression, bytes, pointerBytes] of types) {
    assert.equal(meaningIn(before, 'r', expression, pointerBytes).type?.bytes, bytes, `${before} ${expression}`);
  }
});

it('thread storage is that of the variable, not of what it points at', () => {
  for (const expression of ['mine', 'mine.head', 'mine.slots[i]', 'pointed'])
    assert.equal(meaningIn('', 'm', expression).threadLocal, true, expression);
  for (const expression of ['pointed->head', 'mine.head->next', '*pointed', 'list->head', 'array[i]'])
    assert.equal(meaningIn('', 'm', expression).threadLocal, false, expression);
});

it('cpu numbers are traced to the field that they were read from', () => {
  const reads: readonly (readonly [string, string, string | undefined])[] = [
    ['', 'mm_cid', 'mm_cid'],
    ['', 'rseq_get_abi()->mm_cid', 'mm_cid'],
    ['', '(int) *(volatile unsigned *)&rseq_get_abi()->cpu_id', 'cpu_id'],
    ['', 'rseq_current_mm_cid()', 'mm_cid'],
    ['', 'own_number()', 'cpu_id'],
    ['struct rseq_abi *r = rseq_get_abi(); int cpu = r->cpu_id_start;', 'cpu', 'cpu_id_start'],
    ['int cpu; cpu = own_number(); cpu = rseq_get_abi()->cpu_id;', 'cpu', 'cpu_id'],
    ['int n = rseq_current_mm_cid(), cpu = n;', 'cpu', 'mm_cid'],
    ['int cpu = __atomic_load_n(&rseq_get_abi()->mm_cid, 0);', 'cpu', 'mm_cid'],
    // Nobody knows, or it can change.
    ['', 'i', undefined],
    ['', 'list->length', undefined],
    ['struct node cpu; int n = cpu.cpu_id;', 'n', undefined],
    ['int cpu = i ? rseq_get_abi()->cpu_id : 0;', 'cpu', undefined],
    ['int cpu = rseq_get_abi()->cpu_id; cpu++;', 'cpu', undefined],
    ['int cpu = rseq_get_abi()->cpu_id; g(&cpu);', 'cpu', undefined],
    ['int cpu = rseq_get_abi()->cpu_id; cpu = i;', 'cpu', undefined],
    ['int cpu = rseq_get_abi()->cpu_id; asm ("" : "=r" (cpu));', 'cpu', undefined],
    ['int cpu = rseq_get_abi()->cpu_id; { int cpu = 1; }', 'cpu', undefined],
    ['mm_cid = i;', 'mm_cid', undefined],
  ];
  for (const [before, expression, field] of reads) {
    assert.equal(meaningIn(before, 'r', expression).cpu?.field, field, `${before} ${expression}`);
  }
});
