/** The way a user goes from a mistake to a corrected file, clicked and typed in the workbench itself. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { mistake } from './sample';
import { clickSettings, openInExplorer, runCommand, stepsOf } from './steps';
import { withWorkbench } from './workbench';

const stepTimeout = 60_000;

test('from a mistake to a corrected file', { timeout: 300_000 }, async (t) => {
  await withWorkbench({ testDriver: false, settings: clickSettings }, t.signal, async ({ page, folder, url }) => {
    page.setDefaultTimeout(stepTimeout);
    const file = path.join(folder, mistake.file);
    const before = fs.readFileSync(file, 'utf8');
    const step = stepsOf(t, page);

    await page.goto(url());
    await step('opening the file underlines the mistake', async () => {
      await openInExplorer(page, mistake.file);
      await page.locator('.squiggly-error').first().waitFor();
    });
    await step(
      'the mistake is a row of Problems',
      async () => {
        await runCommand(page, 'Problems: Focus on Problems View');
        await problemRow(page).waitFor();
      },
      'problems',
    );
    await step('the status item says what is known', async () => {
      await page.locator('.statusbar-item[id="status.languageStatus"]').click();
      await page.locator('.hover-language-status', { hasText: 'rseq: x86_64' }).waitFor();
    });
    await step(
      'a quick fix is offered',
      async () => {
        // The status item's pop-up lies over the Problems.
        await page.keyboard.press('Escape');
        await problemRow(page).dblclick();
        await page.locator('.monaco-editor.focused').waitFor();
        await page.keyboard.press('Control+.');
        await quickFix(page).waitFor();
      },
      'quick-fix',
    );
    await step('the quick fix changes the text', async () => {
      await quickFix(page).click();
      await page.locator('.tab.active.dirty').waitFor();
    });
    await step('the mistake is gone from Problems', async () => {
      await problemRow(page).waitFor({ state: 'detached' });
    });
    await step('saving writes the corrected file', async () => {
      await page.locator('.monaco-editor').first().click();
      await page.keyboard.press('Control+s');
      await page.locator('.tab.active:not(.dirty)').waitFor();
      assert.notEqual(fs.readFileSync(file, 'utf8'), before);
    });
  });
});

/** The row of the mistake in the Problems view. */
function problemRow(page: Page): Locator {
  return page.locator('.markers-panel .monaco-list-row', { hasText: mistake.rule });
}

/** The row of the correction in the menu of quick fixes. */
function quickFix(page: Page): Locator {
  return page.locator('.action-widget .monaco-list-row', { hasText: mistake.fix });
}
