import type { ReactNode } from 'react';

/** Prints the page; absent without script, since every browser can print by itself, and absent on paper. */
export function PrintButton({ label }: { readonly label: string }): ReactNode {
  return (
    <print-button>
      <button type="button" className="button">
        {label}
      </button>
    </print-button>
  );
}
