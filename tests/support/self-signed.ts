import { generateKeyPairSync, sign } from 'node:crypto';

/** A fresh self-signed certificate for 127.0.0.1 and localhost: no key lies in the repository, nothing expires. */
export function selfSigned(commonName: string): { cert: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(set(sequence(oid(2, 5, 4, 3), utf8String(commonName))));
  const validity = sequence(utcTime('240101000000Z'), utcTime('491231235959Z'));
  const tbs = sequence(
    tlv(0xa0, integer(2)),
    tlv(0x02, Buffer.concat([Buffer.from([1]), Buffer.from(commonName).subarray(0, 15)])),
    ecdsaWithSha256,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(basicConstraints, subjectAltName)),
  );
  const signature = tlv(0x03, Buffer.from([0]), sign('sha256', tbs, privateKey));
  return {
    cert: pem(sequence(tbs, ecdsaWithSha256, signature)),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function tlv(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

function sequence(...items: Buffer[]): Buffer {
  return tlv(0x30, ...items);
}

function set(...items: Buffer[]): Buffer {
  return tlv(0x31, ...items);
}

function integer(value: number): Buffer {
  return tlv(0x02, Buffer.from([value]));
}

function utf8String(value: string): Buffer {
  return tlv(0x0c, Buffer.from(value));
}

function utcTime(value: string): Buffer {
  return tlv(0x17, Buffer.from(value));
}

function oid(first: number, second: number, ...rest: number[]): Buffer {
  return tlv(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** Seven bits a byte, the high bit on all but the last. */
function base128(value: number): number[] {
  const low = value & 0x7f;
  return value < 128 ? [low] : [...base128(value >> 7).map((byte) => byte | 0x80), low];
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

const ecdsaWithSha256 = sequence(oid(1, 2, 840, 10045, 4, 3, 2));
const booleanTrue = tlv(0x01, Buffer.from([0xff]));
const basicConstraints = sequence(oid(2, 5, 29, 19), booleanTrue, tlv(0x04, sequence(booleanTrue)));
const subjectAltName = sequence(
  oid(2, 5, 29, 17),
  tlv(0x04, sequence(tlv(0x82, Buffer.from('localhost')), tlv(0x87, Buffer.from([127, 0, 0, 1])))),
);
