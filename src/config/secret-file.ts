import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

const MAX_CHARACTERS = 16_384;

export type SecretFile = { ok: true; text: string } | { ok: false; message: string; fix: string };

/** The text of a file that holds one secret, without the newline editors and orchestrators put at its end. */
export function readSecretFile(path: string): SecretFile {
  try {
    return secretIn(path, readFileSync(path, 'utf8'));
  } catch (error) {
    return refused(path, error);
  }
}

/** The same without holding anybody up: what a slow disk is asked again and again. */
export async function rereadSecretFile(path: string): Promise<SecretFile> {
  try {
    return secretIn(path, await readFile(path, 'utf8'));
  } catch (error) {
    return refused(path, error);
  }
}

function secretIn(path: string, content: string): SecretFile {
  const text = content.replace(/\r?\n$/, '');
  if (text === '') {
    return { ok: false, message: `names ${path}, which is empty`, fix: 'Write the secret into the file.' };
  }
  if (text.length > MAX_CHARACTERS) {
    return {
      ok: false,
      message: `names ${path}, which is too large for a secret`,
      fix: 'Name the right file.',
    };
  }
  return { ok: true, text };
}

function refused(path: string, error: unknown): SecretFile {
  const code = errorCode(error);
  return { ok: false, message: `names ${path}, which cannot be read (${code})`, fix: fixFor(code) };
}

function fixFor(code: string): string {
  if (code === 'ENOENT') return 'Create the file or correct the path.';
  if (code === 'EACCES') return 'Let the user Cordon runs as read it, for example with chown and chmod 400.';
  return code === 'EISDIR' ? 'Name a file, not a folder.' : 'Name a readable file.';
}

/** The system's word for what went wrong with a file, e.g. ENOENT. */
export function errorCode(error: unknown): string {
  const coded = typeof error === 'object' && error !== null && 'code' in error;
  return coded && typeof error.code === 'string' ? error.code : 'unknown error';
}
