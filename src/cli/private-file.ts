import { errorCode } from '../config/secret-file.ts';
import { UserError } from '../errors.ts';
import { intoFile } from '../store/export-file.ts';

/** `intoFile` for a file an operator named: throws a UserError when it cannot be written. */
export async function intoPrivateFile<T>(
  file: string,
  write: (write: (text: string) => Promise<void>) => Promise<T>,
): Promise<T> {
  try {
    return await intoFile(file, write);
  } catch (error) {
    // Redis may fail as well; only the file system names a path.
    if (typeof error === 'object' && error !== null && 'path' in error)
      throw new UserError(`${file} cannot be written (${errorCode(error)})`, {
        hint: 'Name a file in a folder you may write to.',
        cause: error,
      });
    throw error;
  }
}
