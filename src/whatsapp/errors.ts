/** Base of what this room throws: mistakes of the caller. What Meta or the network does is an answer, never a throw. */
export class WhatsAppError extends Error {
  override name = 'WhatsAppError';
}

/** The client was built or called with something that cannot be sent. Messages name the option, never its value. */
export class InvalidCallError extends WhatsAppError {
  override name = 'InvalidCallError' as const;
}

export function isInvalidCallError(error: unknown): error is InvalidCallError {
  return error instanceof InvalidCallError;
}
