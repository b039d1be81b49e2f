import { Text } from 'ink';
import { cellWidth, cutText } from '../fit-text.ts';
import { cleanForDisplay } from '../../model/clean-text.ts';
import { useWindow } from '../window-context.ts';

type TextFieldProps = { readonly label: string; readonly text: string; readonly width: number };

/** A line being typed, with its end and the caret always in sight. */
export function TextField({ label, text, width }: TextFieldProps) {
  const { theme } = useWindow();
  return (
    <Text>
      <Text {...theme.key}>{label}</Text>
      {endOf(cleanForDisplay(text), width - cellWidth(label) - 1)}
      <Text inverse> </Text>
    </Text>
  );
}

function endOf(text: string, width: number): string {
  if (cellWidth(text) <= width) return text;
  const reversed = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment).toReversed();
  let end = '';
  for (const character of reversed) {
    if (cellWidth(character + end) > width - 1) break;
    end = character + end;
  }
  return cutText(`…${end}`, width);
}
