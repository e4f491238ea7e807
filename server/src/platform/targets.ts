/**
 * Target names as command lines and file systems write them. This table only translates names; what a target *is* stands in
 * `analysis/arch/`.
 */
export interface TargetNames {
  /** Our name, as in `--target`. */
  readonly name: string;
  /**
   * GNU triples under which Debian and others install compilers and headers, best first; at the end those of compilers that
   * have a flag for the target.
   */
  readonly triples: readonly string[];
  /** Matches the whole of any triple that means this target, where flags do not say otherwise. */
  readonly pattern: RegExp;
}

export const TARGETS: readonly TargetNames[] = [
  { name: 'x86_64', triples: ['x86_64-linux-gnu'], pattern: /^(x86_64|amd64)(?!.*x32)/ },
  { name: 'i386', triples: ['i386-linux-gnu', 'i686-linux-gnu', 'x86_64-linux-gnu'], pattern: /^(i[3-6]86|x86)-/ },
  { name: 'x32', triples: ['x86_64-linux-gnux32', 'x86_64-linux-gnu'], pattern: /^x86_64.*x32/ },
  { name: 'aarch64', triples: ['aarch64-linux-gnu'], pattern: /^(aarch64|arm64)-/ },
  { name: 'aarch64_be', triples: ['aarch64_be-linux-gnu', 'aarch64-linux-gnu'], pattern: /^aarch64_be/ },
  {
    name: 'arm',
    triples: ['arm-linux-gnueabihf', 'arm-linux-gnueabi'],
    pattern: /^(arm|thumb)(v\w+?)?(el|hf)?(?<!eb)-/,
  },
  {
    name: 'armeb',
    triples: ['armeb-linux-gnueabihf', 'armeb-linux-gnueabi', 'arm-linux-gnueabihf'],
    pattern: /^(arm|thumb)(v\w+?)?eb/,
  },
  { name: 'ppc64le', triples: ['powerpc64le-linux-gnu'], pattern: /^(powerpc64le|ppc64le)/ },
  { name: 'ppc64', triples: ['powerpc64-linux-gnu'], pattern: /^(powerpc64|ppc64)-/ },
  { name: 'ppc', triples: ['powerpc-linux-gnu'], pattern: /^(powerpc|ppc)-/ },
  { name: 'mips', triples: ['mips-linux-gnu'], pattern: /^mips(isa32\w*)?-/ },
  { name: 'mipsel', triples: ['mipsel-linux-gnu'], pattern: /^mips(isa32\w*?)?el-/ },
  {
    name: 'mipsn32',
    triples: ['mips64-linux-gnuabin32', 'mips64-linux-gnuabi64'],
    pattern: /^mips(isa)?64(r\d)?-.*n32/,
  },
  {
    name: 'mipsn32el',
    triples: ['mips64el-linux-gnuabin32', 'mips64el-linux-gnuabi64'],
    pattern: /^mips(isa)?64(r\d)?el-.*n32/,
  },
  { name: 'mips64', triples: ['mips64-linux-gnuabi64'], pattern: /^mips(isa)?64(r\d)?-/ },
  { name: 'mips64el', triples: ['mips64el-linux-gnuabi64'], pattern: /^mips(isa)?64(r\d)?el-/ },
  { name: 's390x', triples: ['s390x-linux-gnu'], pattern: /^s390x/ },
  { name: 's390', triples: ['s390-linux-gnu', 's390x-linux-gnu'], pattern: /^s390-/ },
  { name: 'riscv64', triples: ['riscv64-linux-gnu'], pattern: /^riscv64/ },
  { name: 'riscv32', triples: ['riscv32-linux-gnu'], pattern: /^riscv32/ },
  { name: 'loongarch64', triples: ['loongarch64-linux-gnu'], pattern: /^loongarch64/ },
  { name: 'or1k', triples: ['or1k-linux-gnu', 'or1k-elf'], pattern: /^(or1k|openrisc)/ },
];

/** What a compiler of one family becomes under a flag that changes the target; the first name is the compiler's own. */
const SIBLINGS: readonly {
  readonly flags: readonly string[];
  readonly from: readonly string[];
  readonly to: readonly string[];
}[] = [
  { flags: ['-m32'], from: ['x86_64', 'x32'], to: ['i386', 'i386'] },
  { flags: ['-m32'], from: ['ppc64'], to: ['ppc'] },
  { flags: ['-m64'], from: ['i386', 'x32', 'ppc'], to: ['x86_64', 'x86_64', 'ppc64'] },
  { flags: ['-mx32'], from: ['x86_64', 'i386'], to: ['x32', 'x32'] },
  { flags: ['-m31'], from: ['s390x'], to: ['s390'] },
  { flags: ['-mabi=n32'], from: ['mips64', 'mips64el'], to: ['mipsn32', 'mipsn32el'] },
  { flags: ['-mabi=64'], from: ['mipsn32', 'mipsn32el'], to: ['mips64', 'mips64el'] },
  {
    flags: ['-mabi=32'],
    from: ['mips64', 'mips64el', 'mipsn32', 'mipsn32el'],
    to: ['mips', 'mipsel', 'mips', 'mipsel'],
  },
  {
    flags: ['-mbig-endian', '-EB', '-mbig', '-meb'],
    from: ['aarch64', 'arm', 'ppc64le', 'mipsel', 'mips64el', 'mipsn32el'],
    to: ['aarch64_be', 'armeb', 'ppc64', 'mips', 'mips64', 'mipsn32'],
  },
  {
    flags: ['-mlittle-endian', '-EL', '-mlittle', '-mel'],
    from: ['aarch64_be', 'armeb', 'ppc64', 'mips', 'mips64', 'mipsn32'],
    to: ['aarch64', 'arm', 'ppc64le', 'mipsel', 'mips64el', 'mipsn32el'],
  },
];

/**
 * The target of a command line: by the triple, changed by the flags. Without a triple only those flags count that no second
 * family has; the machine on which this runs says nothing.
 */
export function targetOfCommand(triple: string | undefined, flags: readonly string[]): string | undefined {
  let target = triple === undefined ? undefined : TARGETS.find(({ pattern }) => pattern.test(`${triple}-`))?.name;
  for (const flag of flags) {
    if (triple === undefined) target = targetOfFlag(flag) ?? target;
    for (const sibling of SIBLINGS) {
      const index = target !== undefined && sibling.flags.includes(flag) ? sibling.from.indexOf(target) : -1;
      if (index >= 0) target = sibling.to[index];
    }
  }
  return target;
}

function targetOfFlag(flag: string): string | undefined {
  if (flag === '-mx32') return 'x32';
  if (flag === '-m32') return 'i386';
  if (flag === '-m31') return 's390';
  if (flag.startsWith('-march=rv64')) return 'riscv64';
  if (flag.startsWith('-march=rv32')) return 'riscv32';
  if (flag.startsWith('-march=x86-64')) return 'x86_64';
  return undefined;
}
