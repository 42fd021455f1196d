import { describe, expect, test } from 'vitest';
import { deadlineCalendar } from '../../src/kit/mail/deadline-calendar.ts';

const deadline = {
  uid: 'submission-2026@hub.example.kg',
  due: { day: '2026-10-20' },
  title: 'Анкеталарды жана отчетту өткөрүү мөөнөтү',
  description: 'Жобонун 12-пункту. Толтурулган анкеталар жана тогуз айдын сандык көрсөткүчтөр отчету.',
  url: 'https://hub.example.kg/cycles/2026',
  stamp: new Date('2026-04-10T03:00:00Z'),
} as const;

/** The properties of an iCalendar file, unfolded. */
const propertiesOf = (file: string) => file.replaceAll('\r\n ', '').split('\r\n');

describe('a deadline in a calendar', () => {
  test('that is a day is that whole day, wherever the reader is, and blocks no time', () => {
    const properties = propertiesOf(deadlineCalendar(deadline));
    expect(properties).toContain('METHOD:PUBLISH');
    expect(properties).toContain('DTSTART;VALUE=DATE:20261020');
    expect(properties).toContain('TRANSP:TRANSPARENT');
    expect(properties).toContain('SUMMARY:Анкеталарды жана отчетту өткөрүү мөөнөтү');
    expect(properties).toContain('URL;VALUE=URI:https://hub.example.kg/cycles/2026');
    expect(properties.filter((each) => each.startsWith('DTEND'))).toEqual([]);
  });

  test('that is an instant is written in UTC: 17:45 in Bishkek is 11:45', () => {
    const properties = propertiesOf(deadlineCalendar({ ...deadline, due: { at: new Date('2026-10-20T17:45:00+06:00') } }));
    expect(properties).toContain('DTSTART:20261020T114500Z');
    expect(properties).toContain('DTEND:20261020T114500Z');
    expect(properties).toContain('DTSTAMP:20260410T030000Z');
  });

  test('has the same file for the same facts, under the uid it was given', () => {
    expect(deadlineCalendar(deadline)).toBe(deadlineCalendar(deadline));
    expect(propertiesOf(deadlineCalendar(deadline))).toContain('UID:submission-2026@hub.example.kg');
  });

  test('is lines of at most 75 octets that end in CRLF', () => {
    const file = deadlineCalendar(deadline);
    expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });

  test('takes a typed title as one text', () => {
    const properties = propertiesOf(deadlineCalendar({ ...deadline, title: 'a\r\nATTENDEE:mailto:evil@theirs.example;b,c' }));
    expect(properties).toContain('SUMMARY:a ATTENDEE:mailto:evil@theirs.example\\;b\\,c');
    expect(properties.filter((each) => each.startsWith('ATTENDEE'))).toEqual([]);
  });

  test('links to the web only', () => {
    expect(() => deadlineCalendar({ ...deadline, url: 'file:///etc/passwd' })).toThrow('http or https');
  });
});
