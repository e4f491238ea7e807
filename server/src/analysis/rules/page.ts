import type { Example, RuleDocumentation } from './rule';

/** The page of a rule as Markdown: `docs/rules/<id>.md` and `rseq explain`. */
export function pageOf(rule: RuleDocumentation): string {
  return `${[
    `# ${rule.id}`,
    `Severity: ${rule.severity}. What is wrong: ${rule.summary}.`,
    '## Why it matters',
    rule.why,
    '## Wrong',
    ...rule.bad.flatMap((example) => exampleOf(example, drawCarets)),
    '## Right',
    ...rule.good.flatMap((example) => exampleOf(example, (code) => code)),
    '## What to do',
    rule.fix,
    ...(rule.mends === undefined ? [] : ['A quick fix does it.']),
    '## Evidence',
    rule.evidence.map((entry) => `- ${entry}`).join('\n'),
    '## Suppressing it',
    `Where the code is right for a reason that cannot be read from it, say so on the line or on the line above:`,
    `\`\`\`c\n/* rseq-ignore ${rule.id}: <reason> */\n\`\`\``,
    `\`"rules": { "${rule.id}": "off" }\` in \`.rseq.json\` switches the rule off for a folder.`,
  ].join('\n\n')}\n`;
}

function exampleOf(example: Example, draw: (code: string) => string): readonly string[] {
  const target = example.target === undefined ? '' : ` (${example.target})`;
  const language = example.language === 'S' ? 'asm' : (example.language ?? 'c');
  return [`${sentence(example.title)}${target}:`, `\`\`\`${language}\n${draw(example.code).trimEnd()}\n\`\`\``];
}

/** Leaves the carets under the code and what they mean, without the notation that only tests need. */
function drawCarets(code: string): string {
  return code.replace(/^(\s*\/[/*] *(?:\^+|<-)) (?:error|warning|info|related): *(.*)$/gm, '$1 $2');
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
