import { listProfiles, layoutText, type AbiProfile } from '../../server/src/analysis';

/** A field that not every struct rseq has, as the profile `home` has it. Offsets and sizes in bytes. */
export interface LaterField {
  readonly name: string;
  readonly offset: number;
  readonly end: number;
  /** A C type of its size. */
  readonly type: string;
  readonly home: AbiProfile;
}

const types: Readonly<Record<number, string>> = { 1: 'unsigned char', 2: 'unsigned short', 4: 'unsigned int' };

/** Every field behind the first 20 bytes, by the newest profile that has it. */
export function laterFields(): readonly LaterField[] {
  const found = new Map<string, LaterField>();
  for (const home of listProfiles()) {
    for (const { name, offset, size } of home.fields) {
      const type = types[size];
      if (offset < 20 || type === undefined || name.startsWith('__')) continue;
      found.set(name, { name, offset, end: offset + size, type, home });
    }
  }
  return [...found.values()];
}

/** What every generated file begins with: the structure, and what libc declares. */
export function preambleOf({ offset, type, home }: LaterField): string {
  return `#define _GNU_SOURCE
#include <assert.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/auxv.h>

typedef unsigned char __u8;
typedef unsigned short __u16;
typedef short __s16;
typedef unsigned int __u32;
typedef int __s32;
typedef unsigned long long __u64;

${layoutText(home)}

#ifndef AT_RSEQ_FEATURE_SIZE
#define AT_RSEQ_FEATURE_SIZE 27
#endif
#define RSEQ_FIELD_OFFSET ${offset}
#define offsetofend(type, member) (offsetof(type, member) + sizeof(((type *)0)->member))
#define read_once(x) (*(const volatile __typeof__(x) *)&(x))
#define likely(x) __builtin_expect(!!(x), 1)

extern const unsigned int __rseq_size;
extern const ptrdiff_t __rseq_offset;
extern __thread struct rseq __rseq_abi;
struct rseq *rseq_area(void);
void log_line(const char *text);
void take(${type} value);

`;
}

const isStruct = ({ name }: LaterField): boolean => name === 'slice_ctrl';

/** Ways to read a field: an expression, with what has to be declared for it. `area` is a parameter. */
export function formsOf(
  field: LaterField,
): readonly { readonly name: string; readonly before?: string; readonly read: string; readonly isNamed?: false }[] {
  const tail = isStruct(field) ? '.all' : '';
  const size = field.end - field.offset;
  const at = (base: string, offset: string | number): string => `*(const volatile TYPE *)(${base} + ${offset})`;
  return [
    { name: 'through a pointer', read: `area->FIELD${tail}` },
    { name: 'of what a pointer points at', read: `(*area).FIELD${tail}` },
    { name: 'through a function', read: `rseq_area()->FIELD${tail}` },
    { name: 'of the thread-local object', read: `__rseq_abi.FIELD${tail}` },
    { name: 'through a volatile pointer', read: `read_once(area->FIELD${tail})` },
    {
      name: 'through a local pointer',
      before: 'const volatile struct rseq *own = rseq_area();',
      read: `own->FIELD${tail}`,
    },
    {
      name: 'through a cast',
      before: 'const volatile void *own = area;',
      read: `((const volatile struct rseq *)own)->FIELD${tail}`,
    },
    { name: 'by offsetof', read: at('(const char *)area', 'offsetof(struct rseq, FIELD)') },
    { name: 'by a named offset', isNamed: false, read: at('(const char *)area', 'RSEQ_FIELD_OFFSET') },
    { name: 'by a number', isNamed: false, read: at('(unsigned long)area', field.offset) },
    {
      name: 'from the thread pointer',
      isNamed: false,
      read: at('(const char *)__builtin_thread_pointer() + __rseq_offset', field.offset),
    },
    {
      name: 'from the thread pointer in two steps',
      isNamed: false,
      before: 'const char *own = (const char *)__builtin_thread_pointer() + __rseq_offset;',
      read: at('own', 'RSEQ_FIELD_OFFSET'),
    },
    { name: 'by an index', isNamed: false, read: `((const volatile TYPE *)area)[${field.offset / size}]` },
  ];
}

/** What a guarded function looks like; `$READ` is the read, `$END` the feature size it needs, `$LESS` a smaller one. */
export const rightGuards: Readonly<Record<string, string>> = {
  'inside an if': 'if (__rseq_size >= $END) return $READ; return 0;',
  'behind an early return': 'if (__rseq_size < $END) return 0; return $READ;',
  'in the else': 'if (__rseq_size < $END) return 0; else return $READ;',
  'by offsetof and sizeof':
    'if (__rseq_size >= offsetof(struct rseq, FIELD) + sizeof(area->FIELD)) return $READ; return 0;',
  'by offsetofend': 'if ((int)__rseq_size < (int)offsetofend(struct rseq, FIELD)) return 0; return $READ;',
  'by the kernel': 'if (getauxval(AT_RSEQ_FEATURE_SIZE) < $END) return 0; return $READ;',
  'through a variable':
    'unsigned long size = getauxval(AT_RSEQ_FEATURE_SIZE); if (size < $END) return 0; return $READ;',
  'through a flag': 'int has = __rseq_size >= $END; if (!has) return 0; return $READ;',
  'with a hint': 'if (likely(__rseq_size >= $END)) return $READ; return 0;',
  'by &&': 'return __rseq_size >= $END && $READ;',
  'by ||': 'return __rseq_size < $END || $READ;',
  'by ?:': 'return __rseq_size >= $END ? $READ : 0;',
  'by another ?:': 'TYPE value = $END > __rseq_size ? 0 : $READ; return value;',
  'by two tests': 'if (area && __rseq_size >= $END) return $READ; return 0;',
  'by one of two tests': 'if (!area || !(__rseq_size > $END - 1)) return 0; return $READ;',
  'by an assertion': 'assert(__rseq_size >= $END); return $READ;',
  'by the end of the program': 'if (__rseq_size < $END) { log_line("old"); abort(); } return $READ;',
  'around a loop': 'if (__rseq_size < $END) return 0; for (int i = 0; i < 9; i++) take($READ); return 0;',
  'in a loop': 'while (__rseq_size >= $END) take($READ); return 0;',
  'before a goto': 'if (__rseq_size < $END) goto out; return $READ; out: return 0;',
};

export const wrongGuards: Readonly<Record<string, string>> = {
  none: 'return $READ;',
  'too small': 'if (__rseq_size >= $LESS) return $READ; return 0;',
  'too small by offsetof': 'if (__rseq_size < offsetof(struct rseq, FIELD)) return 0; return $READ;',
  'the wrong way round': 'if (__rseq_size <= $END) return $READ; return 0;',
  'in the other branch': 'if (__rseq_size >= $END) return 0; return $READ;',
  'in the other arm': 'return __rseq_size >= $END ? 0 : $READ;',
  '|| for &&': 'return __rseq_size >= $END || $READ;',
  'not for all': 'if (area->cpu_id < 4 || __rseq_size >= $END) return $READ; return 0;',
  'behind the read': 'TYPE value = $READ; if (__rseq_size < $END) return 0; return value;',
  'without an end': 'if (__rseq_size < $END) log_lines = 1; return $READ;',
  'of something else': 'if (area->cpu_id_start == 0) return 0; return $READ;',
  'of another size': 'if (sizeof(struct rseq) < $END) return 0; return $READ;',
};

/** One function of a generated file. */
export interface GeneratedRead {
  readonly name: string;
  readonly title: string;
  readonly isGuarded: boolean;
  /** False: read by an offset, which other fields may have too. */
  readonly isNamed: boolean;
  readonly text: string;
}

/** Each form with no guard, a right and a wrong one; and one form with every guard. */
export function readsOf(field: LaterField): readonly GeneratedRead[] {
  const forms = formsOf(field);
  const [plain] = forms;
  const found: GeneratedRead[] = [];
  const add = (form: (typeof forms)[number], title: string, body: string, isGuarded: boolean): void => {
    const name = `read_${found.length}`;
    const filled = body
      .replaceAll('$READ', form.read)
      .replaceAll('$END', String(field.end))
      .replaceAll('$LESS', String(field.end - 1));
    const text =
      `TYPE ${name}(const volatile struct rseq *area)\n{\n\t(void)area;\n\t${form.before ?? ''}\n\t${filled}\n}\n`
        .replace(/\bFIELD\b/g, field.name)
        .replace(/\bTYPE\b/g, field.type);
    found.push({ name, title: `${form.name}, guard: ${title}`, isGuarded, isNamed: form.isNamed ?? true, text });
  };
  for (const form of forms) {
    for (const title of ['none', 'too small', '|| for &&']) add(form, title, wrongGuards[title] ?? '', false);
    for (const title of ['behind an early return', 'by &&']) add(form, title, rightGuards[title] ?? '', true);
  }
  for (const [title, body] of Object.entries(rightGuards)) if (plain) add(plain, title, body, true);
  for (const [title, body] of Object.entries(wrongGuards)) if (plain) add(plain, title, body, false);
  return found;
}

/** A file with all of them. */
export function fileOf(field: LaterField, reads: readonly GeneratedRead[]): string {
  return `${preambleOf(field)}int log_lines;\n\n${reads.map(({ text }) => text).join('\n')}`;
}
