/**
 * The parts beside the code: worker, engine and bones. In the one-file page they stand in it as
 * base64; in the folder they are files with hashed names.
 */

declare const PSOAS_PARTS: Record<PartName, string> | undefined;
export type PartName = "worker" | "wasm" | "bones";

/** Younger browsers read base64 themselves. */
const reader = Uint8Array as unknown as { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> };

function bytesOf(base64: string): ArrayBuffer {
  if (reader.fromBase64) return reader.fromBase64(base64).buffer;
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes.buffer;
}

/** Null: there is none. */
export async function partBytes(name: PartName): Promise<ArrayBuffer | null> {
  const found = document.getElementById(`part-${name}`)?.textContent;
  if (found !== undefined) return found ? bytesOf(found) : null;
  if (typeof PSOAS_PARTS === "undefined") return null;
  const answer = await fetch(`./${PSOAS_PARTS[name]}`);
  if (!answer.ok) throw new Error(`${PSOAS_PARTS[name]}: ${answer.status}`);
  return answer.arrayBuffer();
}

/** An address that workers can be started from, also when the server of the page is gone. */
export async function partUrl(name: PartName, type: string): Promise<string> {
  const bytes = await partBytes(name);
  return URL.createObjectURL(new Blob([bytes ?? ""], { type }));
}

export const boneData = (): Promise<ArrayBuffer | null> => partBytes("bones").catch(() => null);
