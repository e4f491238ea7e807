import {
  applyEdits,
  modify,
  type Node,
  parse,
  parseTree,
  type EditResult,
  type FormattingOptions,
  type ParseError,
} from 'jsonc-parser';
import type { LayoutProfile, LayoutResult } from '../../../server/src/protocol';

/** A line of the list of profiles; `name` undefined: to declare nothing. */
export interface AbiChoice {
  readonly name: string | undefined;
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

/**
 * What can be declared, what Linux has first and of that the newest, with what it would cost the document; `document`: its name, where
 * there is one.
 */
export function abiChoices({ profiles, uses }: LayoutResult, document: string | undefined): readonly AbiChoice[] {
  const declared = profiles.filter(({ isDeclared }) => isDeclared);
  const isMainline = ({ fields }: LayoutProfile): boolean => fields.every(({ since }) => since !== undefined);
  const others = profiles.filter((profile) => !isMainline(profile));
  const ordered = [...profiles.filter(isMainline).sort((a, b) => b.featureSize - a.featureSize), ...others];
  const choices = ordered.map((profile): AbiChoice => {
    const { name, isDeclared, featureSize, description } = profile;
    const mark = isDeclared ? '$(check) ' : '';
    const now = isDeclared ? ', declared now' : '';
    const cost = document === undefined ? '' : `${costOf(profile, document, uses.length > 0)}; `;
    return {
      name,
      label: `${mark}${name}`,
      description: `${featureSize} bytes${now}`,
      detail: `${cost}${description}`,
    };
  });
  const nothing: AbiChoice = {
    name: undefined,
    label: `${declared.length === 0 ? '$(check) ' : ''}Nothing`,
    description: declared.length === 0 ? 'as it is now' : '',
    detail: 'Fields behind the first 20 bytes need a test of the feature size in the code',
  };
  return [...choices, nothing];
}

function costOf({ lacks }: LayoutProfile, document: string, usesFields: boolean): string {
  if (lacks.length > 0) return `does not have ${lacks.join(', ')}, which ${document} uses`;
  return usesFields ? `has every field that ${document} uses` : `${document} uses no field`;
}

/** Why a configuration cannot be edited, or the edits that make it declare one profile, or nothing. */
export type AbiEdit =
  | { readonly problem: string }
  | {
      readonly edits: EditResult;
      /** Names of layouts that are described nowhere any more. */
      readonly lost: readonly string[];
    };

/**
 * Sets `"abi"` in the text of a `.rseq.json` and leaves everything else, comments too, as it is. A layout that the project describes
 * there is declared by its description.
 */
export function abiEdit(text: string, name: string | undefined): AbiEdit {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, options);
  if (errors.length > 0) return { problem: 'is not valid JSON; correct it first' };
  if (root && root.type !== 'object')
    return { problem: 'is no JSON object such as { "abi": "6.3" }; correct it first' };
  const configuration: unknown = parse(text, [], options);
  const before = isObject(configuration) ? configuration['abi'] : undefined;
  const described = (Array.isArray(before) ? (before as unknown[]) : [before]).filter(isDescription);
  const own = described.find((one) => one.name === name);
  const lost = described.filter((one) => one !== own).map((one) => one.name);
  const value = own ?? name;
  const last = root?.children?.at(-1);
  // Where there are other keys, `modify` would lay out the last of them anew.
  if (last && before === undefined && value !== undefined) return { edits: insertion(text, last, value), lost };
  return { edits: modify(text, ['abi'], value, { formattingOptions: formattingOf(text) }), lost };
}

/** The text with the edits; for a file that is not there yet, of `{}`. */
export function withAbi(text: string, name: string | undefined): string {
  const edit = abiEdit(text, name);
  return 'problem' in edit ? text : applyEdits(text, edit.edits);
}

/** Behind the last key, on a line of its own if the object has several. */
function insertion(text: string, { offset, length }: Node, value: unknown): EditResult {
  const end = offset + length;
  const property = `"abi": ${JSON.stringify(value)}`;
  const [, rest = '', comma = '', comment = '', newline] =
    /^(([ \t]*,)?([ \t]*(?:\/\/[^\r\n]*|\/\*(?:(?!\*\/)[^\r\n])*\*\/)?[ \t]*))(\r?\n)?/.exec(text.slice(end)) ?? [];
  if (newline === undefined) {
    const at = end + comma.length;
    return [{ offset: at, length: 0, content: comma === '' ? `, ${property}` : ` ${property}` }];
  }
  const [indent = ''] = /[ \t]*$/.exec(text.slice(0, offset)) ?? [];
  const line = { offset: end + rest.length, length: 0, content: `${newline}${indent}${property}` };
  if (comma !== '') return [{ ...line, content: `${line.content},` }];
  const separator = { offset: end, length: 0, content: ',' };
  return comment === '' ? [{ ...line, content: `,${line.content}` }] : [separator, line];
}

const options = { allowTrailingComma: true, allowEmptyContent: true };

function formattingOf(text: string): FormattingOptions {
  const [, indent = '  '] = /^([ \t]+)\S/m.exec(text) ?? [];
  return { insertSpaces: !indent.startsWith('\t'), tabSize: indent.length, eol: text.includes('\r\n') ? '\r\n' : '\n' };
}

function isDescription(value: unknown): value is { readonly name: string } {
  return isObject(value) && typeof value['name'] === 'string';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
