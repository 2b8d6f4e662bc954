import { Button } from 'antd';
import { useRef, type ReactNode } from 'react';

/** Reads a table or a text from a file that somebody chooses. */
export function TextFileButton({
  label,
  onText,
}: {
  label: string;
  onText: (text: string) => void;
}): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div>
      <input
        ref={input}
        type="file"
        accept=".csv,text/csv,text/plain"
        hidden
        onChange={async (event) => {
          const [file] = Array.from(event.target.files ?? []);
          if (file) onText(await file.text());
        }}
      />
      <Button onClick={() => input.current?.click()}>{label}</Button>
    </div>
  );
}
