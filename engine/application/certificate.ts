/** The certificate of the local service: a given one, or one of its own, made once and kept beside the store. */
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { BadRequest, oneLine } from './failure.ts';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

const run = promisify(execFile);
const DAYS = 397;
/** A certificate that ends sooner is made anew, ms. */
const SOON = 7 * 24 * 3600 * 1000;

/** @throws BadRequest when one of the files cannot be used. */
export function givenCertificate(cwd: string, keyFile: string, certFile: string): Certificate {
  const [key, cert] = [keyFile, certFile].map((name) => {
    try {
      return readFileSync(resolve(cwd, name), 'utf8');
    } catch (error) {
      throw new BadRequest(`serve: ${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
  if (key === undefined || cert === undefined) throw new Error('two files were asked for');
  if (endOf(cert) === null) throw new BadRequest(`serve: ${certFile} is no certificate in PEM`);
  return { key, cert };
}

/**
 * For this machine's loopback names and `host`, signed by itself.
 * @throws BadRequest where `openssl` is missing: Node cannot make certificates.
 */
export async function ownCertificate(storeDir: string, host: string, now: number): Promise<Certificate> {
  const folder = join(storeDir, 'tls');
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const known = existsSync(keyFile) && existsSync(certFile) ? readFileSync(certFile, 'utf8') : null;
  if (known !== null && isFor(known, host, now)) return { key: readFileSync(keyFile, 'utf8'), cert: known };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const made = [`${keyFile}.new`, `${certFile}.new`] as const;
  const names = ['DNS:localhost', 'IP:127.0.0.1', 'IP:::1', ...(loopback.includes(host) ? [] : [sanOf(host)])];
  const words = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-sha256'];
  try {
    await run('openssl', [
      ...words,
      ...['-days', String(DAYS), '-subj', '/CN=Cairn', '-addext', `subjectAltName=${names.join(',')}`],
      ...['-keyout', made[0], '-out', made[1]],
    ]);
    renameSync(made[0], keyFile);
    renameSync(made[1], certFile);
  } catch (error) {
    for (const file of made) rmSync(file, { force: true });
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new BadRequest(
      missing
        ? 'serve: --tls needs the openssl program to make a certificate; install it, or give --tls-key and --tls-cert'
        : `serve: openssl could not make a certificate: ${oneLine(error instanceof Error ? error.message : String(error))}`,
    );
  }
  return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') };
}

const loopback = ['localhost', '127.0.0.1', '::1'];

function sanOf(host: string): string {
  return /^[\d.]+$|:/.test(host) ? `IP:${host}` : `DNS:${host}`;
}

function isFor(cert: string, host: string, now: number): boolean {
  const ends = endOf(cert);
  if (ends === null || ends < now + SOON) return false;
  const read = new X509Certificate(cert);
  return loopback.includes(host) || read.checkHost(host) !== undefined || read.checkIP(host) !== undefined;
}

/** When it is over, ms; null: it is no certificate. */
function endOf(cert: string): number | null {
  try {
    return new X509Certificate(cert).validToDate.getTime();
  } catch {
    return null;
  }
}
