import { Compass } from 'lucide-react';
import Link from 'next/link';
import { buttonStyle } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <Notice
        icon={Compass}
        level={1}
        title="This page does not exist"
        action={
          <Link href="/" className={buttonStyle({ look: 'primary' })}>
            Go to Overview
          </Link>
        }
      >
        The address may be mistyped, or what it named is gone.
      </Notice>
    </main>
  );
}
