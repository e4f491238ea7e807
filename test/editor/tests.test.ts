/** Tests under abort injection in the Test Explorer, clicked: found, run, failed at a line, covered, cancelled, debugged. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { clickSettings, openInExplorer, runCommand, stepsOf } from './steps';
import { withWorkbench } from './workbench';

const stepTimeout = 60_000;
const good = 'no_count_is_lost';
const bad = 'traffic.no_byte_is_lost';
const settings = { ...clickSettings, 'terminal.integrated.gpuAcceleration': 'off' };

/** The good test, but each run of it takes a second by itself. */
const lasting = (text: string): string =>
  text
    .replace('#include <rseq_test.h>', '#include <rseq_test.h>\n#include <unistd.h>')
    .replace(good, 'lasts')
    .replace('long sum = 0;', 'long sum = 0;\n\n\tsleep(1);');

test('tests under abort injection in the editor', { timeout: 400_000 }, async (t) => {
  await withWorkbench({ testDriver: false, settings }, t.signal, async ({ page, folder, url }) => {
    page.setDefaultTimeout(stepTimeout);
    const step = stepsOf(t, page);
    await page.goto(url());

    await step('tests are found before anything is built', async () => {
      await openInExplorer(page, 'good/counter.c');
      await showTests(page);
      await row(page, good).waitFor();
      await row(page, bad).waitFor();
    });
    await step('a run passes one test and fails the other', async () => {
      await runCommand(page, 'Test: Run All Tests');
      await withState(row(page, good), 'passed').waitFor();
      await withState(row(page, bad), 'failed').waitFor();
    });
    await step(
      'a failure is said at its line, with the page of the rule',
      async () => {
        await openByName(page, 'broken/bytes.c');
        await page.locator('.test-error-content-widget', { hasText: 'the program ended with exit 1' }).click();
        await page.locator('.test-output-peek', { hasText: 'its invariant does not hold' }).waitFor();
        await page.locator('.test-output-peek a', { hasText: 'commit-after-section' }).first().waitFor();
      },
      'tests',
    );
    await step('a lens above the section runs its test', async () => {
      await page.keyboard.press('Escape');
      await page.locator('.tab', { hasText: 'counter.c' }).click();
      await page.locator('.codelens-decoration a', { hasText: 'Run under abort injection' }).click();
      await withState(row(page, good), 'passed').waitFor();
    });
    await step(
      'coverage marks the instructions that were aborted',
      async () => {
        await runCommand(page, 'Test: Run All Tests with Coverage');
        await page.locator('.coverage-deco-gutter.coverage-deco-hit').first().waitFor();
      },
      'coverage',
    );
    await step('a test that lasts is cancelled within a second', async () => {
      const text = fs.readFileSync(path.join(folder, 'tests/counter.c'), 'utf8');
      fs.writeFileSync(path.join(folder, 'tests/lasts.c'), lasting(text));
      await row(page, 'lasts').hover();
      await row(page, 'lasts').locator('[aria-label="Run Test"]').click();
      await withState(row(page, 'lasts'), 'running').waitFor();
      const program = await untilRunning('lasts-');
      await page.locator('.sidebar [aria-label^="Cancel Test Run"]').first().click();
      const begin = Date.now();
      await untilGone(program);
      const took = Date.now() - begin;
      assert.ok(took < 1000, `${took} ms`);
      await withState(row(page, 'lasts'), 'skipped').waitFor();
    });
    await step(
      'a debugger finds the program at the failing instruction',
      async () => {
        await row(page, bad).hover();
        await row(page, bad).locator('[aria-label="Debug Test"]').click();
        await page.locator('.xterm-rows', { hasText: '=> 0x' }).waitFor();
        await page.locator('.xterm-rows', { hasText: 'bytes_add' }).waitFor();
      },
      'debug',
    );
    await step('and nothing is left when the debugger is gone', async () => {
      const program = await untilRunning('bytes-');
      await runCommand(page, 'Terminal: Kill the Active Terminal Instance');
      await untilGone(program);
    });
  });
});

/** The explorer shows a file that is in front by itself, and a click would close its folder. */
async function openByName(page: Page, file: string): Promise<void> {
  await page.keyboard.press('Control+p');
  await page.locator('.quick-input-widget input[type="text"]').fill(file);
  await page
    .locator('.quick-input-list .monaco-list-row', { hasText: path.basename(file) })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.tab.active', { hasText: path.basename(file) }).waitFor();
}

/** A badge may lie over the icon, and is no part of it. */
function showTests(page: Page): Promise<void> {
  return page.locator('.activitybar .action-item', { has: page.locator('[aria-label^="Testing"]') }).click();
}

/** A row of the Test Explorer. */
function row(page: Page, label: string): Locator {
  return page.locator('.test-explorer .monaco-list-row', { hasText: label });
}

function withState(item: Locator, state: 'passed' | 'failed' | 'skipped' | 'running'): Locator {
  const icon = state === 'running' ? 'loading' : `testing-${state}-icon`;
  return item.filter({ has: item.page().locator(`.codicon-${icon}`) });
}

function runs(program: string): boolean {
  return spawnSync('pgrep', ['-f', `/tests/${program}[0-9a-f]+ `]).status === 0;
}

async function untilRunning(program: string): Promise<string> {
  await until(() => runs(program), `${program} does not run`);
  return program;
}

function untilGone(program: string): Promise<void> {
  return until(() => !runs(program), `${program} still runs`);
}

/** The kernel tells nobody when a process of others begins or ends. */
async function until(isTrue: () => boolean, complaint: string): Promise<void> {
  const end = Date.now() + stepTimeout;
  while (!isTrue()) {
    if (Date.now() > end) throw new Error(complaint);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
