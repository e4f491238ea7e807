/** Tests that click through the workbench: one step after the other, each with a screenshot for whoever looks into a failure. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { repository } from './workbench';

/** `picture`: the name of the screenshot in `docs/screenshots` that is taken when the step is done. */
export type Step = (name: string, work: () => Promise<void>, picture?: string) => Promise<void>;

/** No step runs after one that failed: each stands on those before it. */
export function stepsOf(t: TestContext, page: Page): Step {
  let stopped = false;
  return async (name, work, picture) => {
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
}

/** `--update` retakes those of the documentation. */
async function screenshot(page: Page, name: string, picture: string | undefined): Promise<void> {
  const take = async (folder: string, file: string): Promise<void> => {
    fs.mkdirSync(path.join(repository, folder), { recursive: true });
    await page.screenshot({ path: path.join(repository, folder, `${file}.png`) });
  };
  await take('.cache/screenshots', name.replaceAll(' ', '-'));
  if (picture !== undefined && process.env.UPDATE === '1') await take('docs/screenshots', picture);
}

/** Settings for tests that look at the workbench. In a browser, files are saved by themselves unless told otherwise. */
export const clickSettings = { 'workbench.colorTheme': 'Default Dark Modern', 'files.autoSave': 'off' };

/** Opens a file of the samples, given as `folder/file`, by clicks in the explorer. */
export async function openInExplorer(page: Page, file: string): Promise<void> {
  const explorer = page.locator('.explorer-folders-view .monaco-list-row');
  await explorer.getByText(path.dirname(file), { exact: true }).click();
  await explorer.getByText(path.basename(file), { exact: true }).dblclick();
}

/** Runs a command by its name in the command palette. */
export async function runCommand(page: Page, name: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input[type="text"]').fill(`>${name}`);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor();
  await page.keyboard.press('Enter');
}
