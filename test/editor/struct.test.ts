/** What the editor shows of struct rseq: on a field, in the view of all layouts, and where an ABI is chosen. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { fieldMistake } from './sample';
import { clickSettings, openInExplorer, runCommand, stepsOf } from './steps';
import { withWorkbench } from './workbench';

const stepTimeout = 60_000;

test('struct rseq in the editor', { timeout: 300_000 }, async (t) => {
  await withWorkbench({ testDriver: false, settings: clickSettings }, t.signal, async ({ page, folder, url }) => {
    page.setDefaultTimeout(stepTimeout);
    const configuration = path.join(folder, '.rseq.json');
    const step = stepsOf(t, page);
    const view = layoutView(page);
    const details = view.locator('#details article:not([hidden])');

    await page.goto(url());
    await step(
      'resting on a field shows the bytes around it',
      async () => {
        await openInExplorer(page, fieldMistake.file);
        await page.locator('.squiggly-error').first().waitFor();
        await page.locator('.view-line').getByText(fieldMistake.field).last().hover();
        const hover = page.locator('.monaco-hover', { hasText: 'bytes 20 to 23 of struct rseq' });
        await hover.locator('td', { hasText: 'mm_cid' }).waitFor();
        await enlarge(page, page.locator('.monaco-resizable-hover'));
      },
      'hover',
    );
    await step(
      'the layouts stand side by side, with what the file does',
      async () => {
        await page.keyboard.press('Escape');
        await runCommand(page, 'rseq: Show struct layout');
        await view.locator('td.used', { hasText: fieldMistake.field }).first().waitFor();
        const columns = await view.locator('thead th .name').allInnerTexts();
        assert.deepEqual(columns, ['original', 'rfc-2020', '6.3', '7.0', 'tcmalloc']);
        await view.locator('td.used', { hasText: fieldMistake.field }).first().click();
        await details.getByText('Linux 6.3', { exact: true }).waitFor();
      },
      'layout',
    );
    await step('arrow keys go from cell to cell', async () => {
      const focused = view.locator('td:focus');
      const at = (label: string): Promise<void> => focused.and(view.locator(`[aria-label^="${label}"]`)).waitFor();
      await at('node_id, bytes 20 to 23, profile 6.3');
      await page.keyboard.press('ArrowDown');
      await at('mm_cid, bytes 24 to 27, profile 6.3');
      await page.keyboard.press('ArrowRight');
      await at('mm_cid, bytes 24 to 27, profile 7.0');
      await page.keyboard.press('ArrowDown');
      await at('slice_ctrl, bytes 28 to 31, profile 7.0');
      await details.getByText('struct rseq_slice_ctrl').waitFor();
      await page.keyboard.press('Home');
      await at('cpu_id_start, bytes 0 to 3, profile 7.0');
      await page.keyboard.press('ArrowLeft');
      await at('cpu_id_start, bytes 0 to 3, profile 6.3');
      await page.keyboard.press('ArrowUp');
      await at('cpu_id_start, bytes 0 to 3, profile 6.3');
    });
    await step('a line of the details leads to the text', async () => {
      await view.locator('td.used', { hasText: fieldMistake.field }).first().click();
      await details.locator('button[data-line]').first().click();
      await page.locator('.monaco-editor.focused').waitFor();
    });
    await step(
      'two clicks from the status bar list the profiles, with what each costs the file',
      async () => {
        await page.locator('.statusbar-item[id="status.languageStatus"]').click();
        await page.locator('.hover-language-status').getByText('Declare ABI', { exact: true }).click();
        await profileRow(page, 'does not have node_id, which pool.c uses').first().waitFor();
        await profileRow(page, 'declared now').first().waitFor();
      },
      'declare-abi',
    );
    await step('choosing one declares it, and diagnostics follow', async () => {
      await profileRow(page, 'Linux 6.3 to 6.19').click();
      await page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
      const text = fs.readFileSync(configuration, 'utf8');
      assert.match(text, /"abi": "6\.3"/);
      assert.match(text, /\/\/ The kernels that the samples are meant for/);
      await view.locator('th.declared', { hasText: 'original' }).waitFor({ state: 'detached' });
      await view.locator('th.declared', { hasText: '6.3' }).waitFor();
    });
    await step('a comment holds over what is declared, and is named', async () => {
      await page.locator('.tab', { hasText: 'pool.c' }).click();
      await page.locator('.view-line').first().click();
      await page.keyboard.press('Control+Home');
      await page.keyboard.type('/* rseq-abi: original */');
      await page.locator('.squiggly-error').first().waitFor();
      await runCommand(page, 'rseq: Declare ABI');
      await page.locator('.quick-input-widget input[placeholder*="comment in pool.c holds over it"]').waitFor();
      await profileRow(page, 'Linux 7.0 and later').click();
      await toast(page, 'pool.c still goes by ABI original: its rseq-abi comment holds over .rseq.json').waitFor();
      assert.match(fs.readFileSync(configuration, 'utf8'), /"abi": "7\.0"/);
      await view.locator('#summary', { hasText: 'Declared ABI: original.' }).waitFor();
    });
    await step('this machine says what it has, and its profile can be declared', async () => {
      await runCommand(page, 'Notifications: Clear All Notifications');
      await runCommand(page, 'rseq: Check this machine');
      await page.locator('.view-line', { hasText: 'AT_RSEQ_FEATURE_SIZE' }).waitFor();
      const told = toast(page, /programs on this machine can rely on|this machine has less than/);
      await told.waitFor();
      const [, profile] = /ABI profile (\S+)\./.exec(await told.innerText()) ?? [];
      if (profile === undefined) return;
      await told.getByText(`Declare ${profile}`, { exact: true }).click();
      const isDeclared = (): boolean => fs.readFileSync(configuration, 'utf8').includes(`"abi": "${profile}"`);
      while (!isDeclared()) await page.waitForTimeout(50);
    });
  });
});

function toast(page: Page, text: string | RegExp): Locator {
  return page.locator('.notifications-toasts .notification-toast', { hasText: text });
}

/** Drags the lower edge of a hover down: at first it is a quarter of the editor's height. */
async function enlarge(page: Page, hover: Locator): Promise<void> {
  const box = await hover.boundingBox();
  assert.ok(box);
  const [x, y] = [box.x + box.width / 2, box.y + box.height];
  await page.mouse.move(x, y - 20);
  await page.mouse.move(x, y - 1, { steps: 5 });
  await page.mouse.down();
  await page.mouse.move(x, y + 300, { steps: 5 });
  await page.mouse.up();
  // Off the edge, which would be highlighted.
  await hover.locator('td', { hasText: 'mm_cid' }).hover();
}

/** The page in the two frames around a webview. */
function layoutView(page: Page): FrameLocator {
  return page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
}

/** A profile in the list, by a part of what is said of it. */
function profileRow(page: Page, text: string): Locator {
  return page.locator('.quick-input-list .monaco-list-row', { hasText: text });
}
