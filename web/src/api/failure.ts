/** What went wrong, in words a clerk can act on. */
import type { ApiFailure } from './types';

export class Failure extends Error {
  readonly status: number;
  readonly failure: ApiFailure;
  /** Seconds after which it may be tried again (Retry-After); 0 = the server did not say. */
  readonly retrySeconds: number;

  constructor(status: number, failure: ApiFailure, retrySeconds = 0) {
    super(failure.message);
    this.name = 'Failure';
    this.status = status;
    this.failure = failure;
    this.retrySeconds = retrySeconds;
  }

  /** A code of src/base/fail.def, or one of the pages' own in lower case. */
  get code(): string {
    return this.failure.code;
  }

  /** Any thrown thing as a Failure, so that pages show one kind of error. */
  static from(thrown: unknown): Failure {
    if (thrown instanceof Failure) return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new Failure(0, { code: 'page', title: '页面出错', message, hint: '刷新页面再试；仍不行时，把此页内容告诉管理员' });
  }

  static unreachable(): Failure {
    return new Failure(0, {
      code: 'unreachable',
      title: '连不上服务',
      message: '服务器没有应答',
      hint: '确认 tongban serve 正在运行，然后点“重试”',
    });
  }

  static async of(response: Response): Promise<Failure> {
    const seconds = Number(response.headers.get('Retry-After') ?? 0);
    const retry = Number.isFinite(seconds) && seconds > 0 ? seconds : 0;
    try {
      const body = (await response.json()) as { error?: ApiFailure };
      if (body.error?.message) return new Failure(response.status, body.error, retry);
    } catch {
      // Not JSON: a proxy's page or an empty body; the status below must do.
    }
    return new Failure(
      response.status,
      {
        code: `http_${response.status}`,
        title: '服务器拒绝了请求',
        message: `服务器返回 ${response.status} ${response.statusText}`.trim(),
        hint: '刷新页面再试；仍不行时运行 tongban doctor 查看原因',
      },
      retry,
    );
  }
}
