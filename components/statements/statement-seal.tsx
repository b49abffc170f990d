import type { ReactNode } from 'react';
import type { StatementFiles } from './statement-files';

interface StatementSealProps {
  hash: string;
  /** Null when the document can no longer be read. */
  previousHash: string | null;
  signature: string;
  publicKey: string;
  files: StatementFiles;
  number: number | null;
}

const code = 'font-mono text-xs break-all';

/** What makes the statement one that cannot be changed unnoticed, and how anybody checks that. */
export function StatementSeal({ hash, previousHash, signature, publicKey, files, number }: StatementSealProps) {
  return (
    <section aria-labelledby="seal-title" className="flex min-w-0 flex-col gap-4 border-t pt-6 print:pt-4">
      <h2 id="seal-title" className="break-after-avoid text-lg font-semibold">
        Proof
      </h2>
      <dl className="flex min-w-0 flex-col gap-3 text-sm">
        <Line name="Hash of this statement (SHA-256)">{hash}</Line>
        {previousHash === null ? null : <Line name={number === 1 ? 'Hash of the statement before (this is the first)' : 'Hash of the statement before'}>{previousHash}</Line>}
        <Line name="Signature over the document (Ed25519, base64)">{signature}</Line>
        <Line name="Public key">
          <span className="whitespace-pre-wrap">{publicKey.trim()}</span>
        </Line>
      </dl>
      <div className="flex min-w-0 flex-col gap-2 break-inside-avoid text-sm">
        <h3 className="break-after-avoid font-medium">How to verify it</h3>
        <p className="text-pretty">In Nines, press Verify on the page of this statement: the month is counted anew from the raw results, and hash, chain and signature are checked. On its machine the same is done by this command:</p>
        <Command>{`npm run nines -- statements verify${number === null ? '' : ` ${number}`}`}</Command>
        <p className="text-pretty">Without Nines, save the JSON, the signature and the public key, and compare the public key with one that you got before. The first line has to print the hash above, the second says whether the signature is right.</p>
        <Command>{`sha256sum ${files.json}\nopenssl pkeyutl -verify -pubin -inkey ${files.publicKey} -rawin -in ${files.json} -sigfile ${files.signature}`}</Command>
      </div>
    </section>
  );
}

function Command({ children }: { children: string }) {
  return <pre className={`${code} rounded-base border bg-sunken p-3 whitespace-pre-wrap`}>{children}</pre>;
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0 break-inside-avoid">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className={code}>{children}</dd>
    </div>
  );
}
