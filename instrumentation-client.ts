import { config } from 'zod/v4/core';

// The content security policy forbids eval, which zod would otherwise probe for; this runs before any schema is built.
config({ jitless: true });
