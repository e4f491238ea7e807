/** The way a user goes from a mistake to a corrected file, clicked and typed in the workbench itself. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { mistake } from './sample';
import { repository, withWorkbench } from './workbench';

const stepTimeout = 60_000;

test('from a mistake to a corrected file', { timeout: 300_000 }, async (t) => {
  await withWorkbench({ testDriver: false, settings }, t.signal, async ({ page, folder, url }) => {
    page.setDefaultTimeout(stepTimeout);
    const file = path.join(folder, mistake.file);
    const before = fs.readFileSync(file, 'utf8');
    let stopped = false;
    // One after the other, and none after one that failed: each stands on those before it.
    const step = async (name: string, work: () => Promise<void>, picture?: string): Promise<void> => {
      if (stopped) return;
      await t.test(name, async () => {
        stopped = true;
        try {
          await work();
          stopped = false;
        } finally {
          await screenshot(page, name, stopped ? undefined : picture);
        }
      });
    };

    await page.goto(url());
    await step('opening the file underlines the mistake', async () => {
      const explorer = page.locator('.explorer-folders-view .monaco-list-row');
      await explorer.getByText(path.dirname(mistake.file), { exact: true }).click();
      await explorer.getByText(path.basename(mistake.file), { exact: true }).dblclick();
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

/** In a browser, files are saved by themselves unless told otherwise. */
const settings = { 'workbench.colorTheme': 'Default Dark Modern', 'files.autoSave': 'off' };

/** The row of the mistake in the Problems view. */
function problemRow(page: Page): Locator {
  return page.locator('.markers-panel .monaco-list-row', { hasText: mistake.rule });
}

/** The row of the correction in the menu of quick fixes. */
function quickFix(page: Page): Locator {
  return page.locator('.action-widget .monaco-list-row', { hasText: mistake.fix });
}

/** Runs a command by its name in the command palette. */
async function runCommand(page: Page, name: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input[type="text"]').fill(`>${name}`);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor();
  await page.keyboard.press('Enter');
}

/** Every step leaves a screenshot for whoever looks into a failure; `--update` retakes those of the documentation. */
async function screenshot(page: Page, name: string, picture: string | undefined): Promise<void> {
  const take = async (folder: string, file: string): Promise<void> => {
    fs.mkdirSync(path.join(repository, folder), { recursive: true });
    await page.screenshot({ path: path.join(repository, folder, `${file}.png`) });
  };
  await take('.cache/screenshots', name.replaceAll(' ', '-'));
  if (picture !== undefined && process.env.UPDATE === '1') await take('docs/screenshots', picture);
}
