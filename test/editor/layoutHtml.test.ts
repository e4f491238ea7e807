import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { layoutGrid } from '../../client/src/features/layoutGrid';
import { layoutHtml, type LayoutPage } from '../../client/src/features/layoutHtml';
import type { LayoutField, LayoutProfile, LayoutResult } from '../../server/src/protocol';
import { listProfiles } from '../../server/src/analysis';

const page: LayoutPage = {
  document: 'a&b.c',
  style: 'https://editor/layoutView.css',
  script: 'https://editor/layoutView.js',
  source: 'https://editor',
  nonce: 'N0NCE',
};

/** The known profiles of these names, with nothing declared and nothing used. */
function layoutOf(...names: string[]): LayoutResult {
  const profiles = listProfiles()
    .filter(({ name }) => names.includes(name))
    .map((profile) => ({ ...profile, isDeclared: false, lacks: [] }));
  return { profiles, uses: [], isCommented: false };
}

describe('the grid', () => {
  const drawn = (layout: LayoutResult): string[] =>
    layoutGrid(layout).map(({ offset, size, cells }) => {
      const texts = cells.map(({ profile, kind, fields, rows }) => {
        const what = kind === 'field' ? fields.map(({ name }) => name).join('/') : kind;
        return `${profile.name}:${what}${rows > 1 ? `x${rows}` : ''}`;
      });
      return [`${offset}+${size}`, ...texts].join(' ');
    });

  it('has a row wherever a field begins or ends in one of the profiles', () => {
    assert.deepEqual(drawn(layoutOf('original', '7.0')), [
      '0+4 original:cpu_id_start 7.0:cpu_id_start',
      '4+4 original:cpu_id 7.0:cpu_id',
      '8+8 original:rseq_cs 7.0:rseq_cs',
      '16+4 original:flags 7.0:flags',
      '20+4 original:paddingx3 7.0:node_id',
      '24+4 7.0:mm_cid',
      '28+4 7.0:slice_ctrl',
      '32+1 original:outsidex2 7.0:__reserved',
      '33+31 7.0:padding',
    ]);
  });

  it('puts fields that lie over each other into one cell', () => {
    assert.deepEqual(drawn(layoutOf('tcmalloc')).at(-1), '28+4 tcmalloc:vcpu_flat/numa_node_id/vcpu_id');
  });

  it('fills every row of every column exactly once', () => {
    const layout = layoutOf('original', 'rfc-2020', '6.3', '7.0', 'tcmalloc');
    const rows = layoutGrid(layout);
    for (const { name } of layout.profiles) {
      const cells = rows.flatMap((row) => row.cells).filter(({ profile }) => profile.name === name);
      assert.equal(
        cells.reduce((sum, cell) => sum + cell.rows, 0),
        rows.length,
      );
      assert.equal(
        cells.reduce((sum, cell) => sum + cell.size, 0),
        64,
      );
    }
  });

  it('is empty where there is no profile', () => {
    assert.deepEqual(layoutGrid({ profiles: [], uses: [], isCommented: false }), []);
  });
});

describe('the page', () => {
  const layout: LayoutResult = {
    profiles: layoutOf('6.3', '7.0').profiles.map((profile) => ({
      ...profile,
      isDeclared: profile.name === '6.3',
      lacks: profile.name === '6.3' ? ['slice_ctrl'] : [],
    })),
    uses: [
      { field: 'mm_cid', isRead: true, isWritten: false, lines: [3, 9] },
      { field: 'slice_ctrl', isRead: true, isWritten: true, lines: Array.from({ length: 14 }, (_, i) => i + 20) },
    ],
    isCommented: false,
  };
  const html = layoutHtml(layout, page);

  it('loads its own style and script and nothing else', () => {
    assert.match(
      html,
      /content="default-src &#39;none&#39;; style-src https:\/\/editor; script-src &#39;nonce-N0NCE&#39;"/,
    );
    assert.deepEqual(html.match(/(?:href|src)="[^"]*"/g), [
      'href="https://editor/layoutView.css"',
      'src="https://editor/layoutView.js"',
    ]);
    assert.doesNotMatch(html, / style=| on\w+=|<style/);
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.match(html, /<script nonce="N0NCE"/);
  });

  it('is a table with a header for each column and row', () => {
    const heads = [...html.matchAll(/<th scope="(row|col)"[^>]*>(?:<span class="name">)?([^<]*)/g)];
    assert.deepEqual(
      heads.filter(([, scope]) => scope === 'col').map(([, , text]) => text),
      ['bytes', '6.3', '7.0'],
    );
    assert.deepEqual(
      heads.filter(([, scope]) => scope === 'row').map(([, , text]) => text),
      ['0–3', '4–7', '8–15', '16–19', '20–23', '24–27', '28–31', '32', '33–63'],
    );
  });

  it('reads the bytes of a row aloud as words', () => {
    assert.match(html, /<th scope="row" aria-label="bytes 24 to 27">24–27<\/th>/);
  });

  it('says in words which fields the document uses, and what is declared and lacking', () => {
    assert.match(html, /<b>a&#38;b\.c<\/b> reads mm_cid, slice_ctrl; writes slice_ctrl\. Declared ABI: 6\.3\./);
    assert.match(html, /<span class="name">6\.3<\/span><span class="badge">declared<\/span>/);
    assert.match(html, /<span class="lacks">lacks slice_ctrl<\/span>/);
    assert.match(html, /aria-label="mm_cid, bytes 24 to 27, profile 6\.3, mm_cid is read here"/);
    assert.match(html, /<span class="field-name">slice_ctrl<\/span><span class="badge">read and written<\/span>/);
    assert.match(html, /aria-label="not part of it, bytes 32 to 63, profile 6\.3"/);
  });

  it('can be reached with Tab in one place, and every cell is described', () => {
    const cells = [...html.matchAll(/<td [^>]*tabindex="(-?\d)" id="c(\d+)" aria-describedby="d(\d+)"/g)];
    assert.equal(cells.length, html.match(/<td /g)?.length);
    assert.deepEqual(
      cells.map(([, tab]) => tab),
      cells.map((_, i) => (i === 0 ? '0' : '-1')),
    );
    for (const [, , cell, described] of cells) {
      assert.equal(cell, described);
      assert.ok(html.includes(`<article id="d${described ?? ''}"`));
    }
  });

  it('leads to the lines, and counts those that are too many', () => {
    assert.match(html, /read in <button data-line="3">line 3<\/button> <button data-line="9">line 9<\/button><\/dd>/);
    assert.match(html, /<button data-line="31">line 31<\/button> and 2 more<\/dd>/);
  });

  it('tells of members, writers, libc and other kernels', () => {
    assert.match(html, /<dt>request<\/dt><dd>__u8, byte 28, written by user and kernel<\/dd>/);
    assert.match(html, /<dt>since<\/dt><dd>Linux 6\.3<\/dd>/);
    assert.match(html, /<dt>libc<\/dt><dd>__rseq_size covers it since glibc 2\.41/);
    assert.match(html, /<dt>other kernels<\/dt><dd>padding that libc set to 0/);
  });
});

test('names of a project cannot become markup', () => {
  const field: LayoutField = { name: '<img>', offset: 0, size: 4, type: '"x"', writers: [], otherwise: "'&" };
  const profile: LayoutProfile = {
    ...{ name: '<b>', description: '<i>', featureSize: 4, size: 4, areaAlignment: 32 },
    ...{ fields: [field], isDeclared: true, lacks: ['<u>'] },
  };
  const html = layoutHtml({ profiles: [profile], uses: [], isCommented: false }, { ...page, document: '<s>.c' });
  assert.doesNotMatch(html, /<(?:img|i|u|s)>|<b>(?!&)/);
});

test('without a document the page says so', () => {
  assert.match(
    layoutHtml(layoutOf('6.3'), { ...page, document: undefined }),
    /No C, C\+\+ or assembly document is open\./,
  );
});
