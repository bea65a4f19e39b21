/** Gives somebody a file; nothing leaves the machine. */
export function download(name: string, data: string | Uint8Array | Blob): void {
  const blob = data instanceof Blob ? data : new Blob([data as BlobPart]);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
