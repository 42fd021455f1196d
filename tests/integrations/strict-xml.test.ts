import { describe, expect, test } from 'vitest';
import { boundaryOf, parseMultipart } from '../../integrations/tunduk/multipart.ts';
import { escapeXml, isXmlName, parseStrictXml } from '../../integrations/tunduk/strict-xml.ts';

describe('XML is read', () => {
  test('by namespace, whatever the prefix, and attributes without a prefix are in none', () => {
    const root = parseStrictXml('<p:a xmlns:p="urn:1" xmlns="urn:2" p:x="1" y="2"><b xmlns=""/><c/><p:d xmlns:p="urn:3"/></p:a>');
    expect([root.namespace, root.name]).toEqual(['urn:1', 'a']);
    expect([...root.attributes]).toEqual([
      ['{urn:1}x', '1'],
      ['y', '2'],
    ]);
    expect(root.children.map(({ namespace, name }) => [namespace, name])).toEqual([
      ['', 'b'],
      ['urn:2', 'c'],
      ['urn:3', 'd'],
    ]);
  });

  test.each([
    ['<a> 1 </a>', ' 1 '],
    ['<a>&lt;&amp;&gt;&quot;&apos;</a>', '<&>"\''],
    ['<a>&#1178;&#x49A;</a>', 'ҚҚ'],
    ['<a>&#x1F600;</a>', '😀'],
    ['<a><![CDATA[<&amp;>]]></a>', '<&amp;>'],
    ['<a>1<!-- 2 -->3</a>', '13'],
    ['<a>0012</a>', '0012'],
    ['<a>1\r\n2</a>', '1\n2'],
    ['<a/>', ''],
    ['<a></a >', ''],
  ])('%s as %j', (xml, text) => {
    expect(parseStrictXml(xml).text).toBe(text);
  });

  test('in a page of the largest size', () => {
    const row = `<r>${'<f>1</f>'.repeat(10)}</r>`;
    expect(parseStrictXml(`<a>${row.repeat(1000)}</a>`).children).toHaveLength(1000);
  });

  test('back as it was written', () => {
    const text = '<a b="c">&amp;\r\n]]> ң ө ү \' 😀';
    expect(parseStrictXml(`<a>${escapeXml(text)}</a>`).text).toBe(text);
    expect(parseStrictXml(`<a b="${escapeXml(text)}"/>`).attributes.get('b')).toBe(text);
  });
});

test.each([
  ['nothing', ''],
  ['white space', ' \n'],
  ['words', 'hello'],
  ['words before the root', 'x<a/>'],
  ['words after the root', '<a/>x'],
  ['two roots', '<a/><b/>'],
  ['a tag left open', '<a><b></a>'],
  ['an end without a beginning', '<a></b></a>'],
  ['an end cut off', '<a></a'],
  ['other letters in the end', '<a></A>'],
  ['an attribute twice', '<a x="1" x="2"/>'],
  ['an attribute without a value', '<a x/>'],
  ['an attribute without quotes', '<a x=1/>'],
  ['a bare ampersand', '<a>a & b</a>'],
  ['a bare less-than', '<a>1 < 2</a>'],
  ['an entity of HTML', '<a>&nbsp;</a>'],
  ['an entity without its end', '<a>&amp</a>'],
  ['a reference beyond Unicode', '<a>&#x110000;</a>'],
  ['a reference to half a surrogate', '<a>&#xD800;</a>'],
  ['a reference to a control character', '<a>&#8;</a>'],
  ['an entity in an attribute', '<a x="&foo;"/>'],
  ['NUL', '<a>\0</a>'],
  ['a name of three parts', '<a:b:c xmlns:a="u"/>'],
  ['an unknown prefix of an attribute', '<a z:x="1"/>'],
  ['a document type', '<!DOCTYPE a><a/>'],
  ['a document type in small letters', '<!doctype a><a/>'],
  ['an entity declaration', '<a><!ENTITY b "c"></a>'],
  ['a processing instruction', '<a><?x y?></a>'],
  ['a declaration in the midst', '<a><!FOO></a>'],
  ['an open comment', '<a><!-- x</a>'],
  ['an open CDATA', '<a><![CDATA[x</a>'],
  ['40 levels', '<a>'.repeat(40) + '</a>'.repeat(40)],
  ['100,000 elements', `<a>${'<b/>'.repeat(100_000)}</a>`],
  ['100,000 attributes', `<a ${Array.from({ length: 100_000 }, (_, index) => `a${index}=""`).join(' ')}/>`],
  ['100,000 references', `<a>${'&lt;'.repeat(100_000)}</a>`],
  ['an element named __proto__', '<__proto__/>'],
])('XML with %s is refused', (_title, xml) => {
  expect(() => parseStrictXml(xml)).toThrow(SyntaxError);
});

test.each([
  ['getServiceVolumes', true],
  ['кызмат-1', true],
  ['_a.b', true],
  ['1a', false],
  ['a b', false],
  ['a:b', false],
  ['', false],
])('%j can name an element: %s', (name, isName) => {
  expect(isXmlName(name)).toBe(isName);
});

describe('a multipart message', () => {
  const message = (...lines: string[]) => Buffer.from(lines.join('\r\n'));
  const parts = (...lines: string[]) =>
    parseMultipart(message(...lines), 'b').map(({ contentType, body }) => [contentType, body.toString()]);

  test('is read part by part, with what comes before and after it left out', () => {
    expect(parts('before', '--b', 'Content-Type: text/xml;', ' charset=UTF-8', '', '<a/>', '--b', '', 'x', '', '--b--', 'after')).toEqual([
      ['text/xml; charset=UTF-8', '<a/>'],
      [undefined, 'x\r\n'],
    ]);
  });

  test('has its base64 parts decoded', () => {
    expect(parts('--b', 'Content-Transfer-Encoding: BASE64', '', 'PGEv', 'Pg==', '--b--')).toEqual([[undefined, '<a/>']]);
  });

  test('may hold a boundary that only looks like its own', () => {
    expect(parts('--b', '', '--a', 'x--b', '--b--')).toEqual([[undefined, '--a\r\nx--b']]);
  });

  test.each([
    ['without a beginning', ['<a/>']],
    ['without an end', ['--b', '', 'x']],
    ['of a part without the end of its headers', ['--b', 'Content-Type: text/xml', '--b--']],
    ['of a header that is none', ['--b', 'hello', '', 'x', '--b--']],
    ['of an unknown transfer encoding', ['--b', 'Content-Transfer-Encoding: uuencode', '', 'x', '--b--']],
    ['of base64 that is none', ['--b', 'Content-Transfer-Encoding: base64', '', '<a/>', '--b--']],
    ['of 17 parts', [...Array.from({ length: 17 }, () => ['--b', '', 'x']).flat(), '--b--']],
  ])('%s is refused', (_title, lines) => {
    expect(() => parts(...lines)).toThrow(SyntaxError);
  });

  test.each([
    ['multipart/related; boundary=b', 'b'],
    ['Multipart/Related; type="text/xml"; boundary="a b"', 'a b'],
    ['multipart/related', undefined],
    ['multipart/mixed; boundary=b', null],
    ['text/xml', null],
    ['multipart/related; boundary="b', null],
  ])('of the type %s has the boundary %s', (contentType, boundary) => {
    expect(boundaryOf(contentType)).toBe(boundary);
  });
});
