/**
 * A refusal in one of the two forms that Alertmanager answers with: its own as a JSON string, and that of its generated server (go-openapi/errors)
 * as an object with a code.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  private constructor(
    readonly status: number,
    message: string,
    readonly body: string | { code: number; message: string },
  ) {
    super(message);
  }

  static own(status: 400 | 404 | 500, message: string): Refusal {
    return new Refusal(status, message, message);
  }

  /** `code` above 599 is one of validation, which is sent as 422. */
  static generated(code: number, message: string): Refusal {
    return new Refusal(code >= 600 ? 422 : code, message, { code, message });
  }
}

/** Codes of go-openapi/errors for what is wrong with a value. */
export const validationCodes = { invalidType: 601, required: 602, tooFewItems: 612 } as const;
