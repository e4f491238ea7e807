/**
 * A reporter for `node --test`: prints failures as people read them, and writes the counts as JSON to the file that
 * `RSEQ_TEST_COUNTS` names. A test that only fails because of its subtests is not counted again, and one that was
 * skipped counts as failed: here a test either proves something or does not exist.
 */
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { inspect, stripVTControlCharacters } from 'node:util';

export default async function* report(events) {
  let passed = 0;
  let failed = 0;
  const ancestors = [];
  for await (const { type, data } of events) {
    if (type === 'test:start') {
      ancestors.length = data.nesting;
      ancestors.push(data.name);
    } else if (type === 'test:pass') {
      if (data.skip !== undefined || data.todo !== undefined) {
        failed++;
        yield failure(ancestors, data, 'was skipped');
      } else if (data.details.type !== 'suite') {
        passed++;
      }
    } else if (type === 'test:fail') {
      const error = data.details.error;
      if (error?.failureType === 'subtestsFailed') continue;
      failed++;
      yield failure(ancestors, data, describe(error));
    } else if (type === 'test:stderr' || type === 'test:stdout') {
      yield data.message;
    }
  }
  writeFileSync(process.env.RSEQ_TEST_COUNTS, JSON.stringify({ passed, failed }));
}

function failure(ancestors, { name, nesting, file, line }, text) {
  const title = [...ancestors.slice(0, nesting), name].join(' > ');
  const place = file === undefined ? '' : `${relative(process.cwd(), file)}:${line}\n`;
  return `\nFAILED ${title}\n${place}${stripVTControlCharacters(text)}\n`;
}

/** Node wraps what a test threw; the cause is what the author of the test wants to see. */
function describe(error) {
  const cause = error?.cause ?? error;
  if (!(cause instanceof Error)) return typeof cause === 'string' ? cause : inspect(cause);
  return cause.stack?.includes(cause.message) ? cause.stack : `${cause.message}\n${cause.stack ?? ''}`;
}
