/**
 * What the engine asks of a system, WASI preview 1, answered from memory: arguments, clocks, files.
 *
 * Files live in a tree that begins as the caller's and is read back at the end; nothing else can be
 * reached. Paths are as the command writes them; "/" and the working folder are the same.
 */

const OK = 0;
const BADF = 8;
const EXIST = 20;
const INVAL = 28;
const ISDIR = 31;
const NOENT = 44;
const NOTDIR = 54;
const SPIPE = 70;

const DIRECTORY = 3;
const REGULAR = 4;

const CREATE = 1;
const WANT_DIRECTORY = 2;
const EXCLUSIVE = 4;
const TRUNCATE = 8;

const ROOT = 3; // the first number behind the standard streams

type Folder = Map<string, Entry>;
interface File {
  bytes: Uint8Array;
  /** Of `bytes`, which has room to grow. */
  size: number;
  /** False: the caller's bytes, which are never changed. */
  own: boolean;
}
type Entry = File | Folder;

const isFolder = (entry: Entry): entry is Folder => entry instanceof Map;

interface Open {
  entry: Entry;
  at: number;
}

/** Ends a call of the module; WebAssembly cannot be left otherwise. */
export class Exit extends Error {
  constructor(readonly code: number) {
    super(`exit ${code}`);
  }
}

export class Wasi {
  args: string[] = [];
  /** Where the two streams go, piece by piece. */
  onOutput: (stream: 1 | 2, bytes: Uint8Array) => void = () => undefined;

  private memory!: WebAssembly.Memory;
  private readonly root: Folder = new Map();
  private readonly open = new Map<number, Open>([[ROOT, { entry: this.root, at: 0 }]]);
  private readonly encoder = new TextEncoder();
  private readonly decoder = new TextDecoder();

  attach(memory: WebAssembly.Memory): void {
    this.memory = memory;
  }

  // ---- files, for the caller

  put(path: string, bytes: Uint8Array): void {
    const names = parts(path);
    const name = names.pop();
    if (name === undefined) return;
    let folder = this.root;
    for (const part of names) {
      let inner = folder.get(part);
      if (!inner || !isFolder(inner)) folder.set(part, (inner = new Map()));
      folder = inner;
    }
    folder.set(name, { bytes, size: bytes.length, own: false });
  }

  /** Every file but those that are still the bytes that were put there. */
  written(before: Record<string, Uint8Array>): Record<string, Uint8Array> {
    const given = new Map(
      Object.entries(before).map(([path, bytes]) => [parts(path).join("/"), bytes]),
    );
    const found: Record<string, Uint8Array> = {};
    const visit = (folder: Folder, prefix: string): void => {
      for (const [name, entry] of folder) {
        const path = prefix + name;
        if (isFolder(entry)) visit(entry, path + "/");
        else if (given.get(path) !== entry.bytes) found[path] = entry.bytes.slice(0, entry.size);
      }
    };
    visit(this.root, "");
    return found;
  }

  // ---- memory

  private view(): DataView {
    return new DataView(this.memory.buffer);
  }

  private text(at: number, length: number): string {
    return this.decoder.decode(new Uint8Array(this.memory.buffer, at, length));
  }

  /** The pieces of memory that a list of (place, length) names. */
  private pieces(list: number, n: number): Uint8Array[] {
    const view = this.view();
    return Array.from({ length: n }, (_, i) => {
      const at = view.getUint32(list + 8 * i, true);
      return new Uint8Array(this.memory.buffer, at, view.getUint32(list + 8 * i + 4, true));
    });
  }

  private size(at: number, n: number): number {
    this.view().setUint32(at, n, true);
    return OK;
  }

  // ---- paths

  private find(path: string): Entry | undefined {
    let entry: Entry | undefined = this.root;
    for (const part of parts(path)) {
      if (!entry || !isFolder(entry)) return undefined;
      entry = entry.get(part);
    }
    return entry;
  }

  /** The folder that a path lies in, and its last name. */
  private place(path: string): [Folder, string] | number {
    const names = parts(path);
    const name = names.pop();
    const folder = this.find(names.join("/"));
    if (name === undefined) return EXIST;
    if (!folder) return NOENT;
    return isFolder(folder) ? [folder, name] : NOTDIR;
  }

  private openPath(path: string, flags: number, out: number): number {
    let entry = this.find(path);
    if (entry && flags & CREATE && flags & EXCLUSIVE) return EXIST;
    if (!entry) {
      if (!(flags & CREATE)) return NOENT;
      const place = this.place(path);
      if (typeof place === "number") return place;
      entry = { bytes: new Uint8Array(0), size: 0, own: true };
      place[0].set(place[1], entry);
    }
    if (flags & WANT_DIRECTORY && !isFolder(entry)) return NOTDIR;
    if (flags & TRUNCATE) {
      if (isFolder(entry)) return ISDIR;
      Object.assign(entry, { bytes: new Uint8Array(0), size: 0, own: true });
    }
    let fd = ROOT + 1;
    while (this.open.has(fd)) fd++;
    this.open.set(fd, { entry, at: 0 });
    return this.size(out, fd);
  }

  private rename(from: string, to: string): number {
    const source = this.place(from);
    const target = this.place(to);
    if (typeof source === "number") return source;
    if (typeof target === "number") return target;
    const entry = source[0].get(source[1]);
    const replaced = target[0].get(target[1]);
    if (!entry) return NOENT;
    if (replaced && isFolder(replaced)) return ISDIR;
    source[0].delete(source[1]);
    target[0].set(target[1], entry);
    return OK;
  }

  private unlink(path: string): number {
    const place = this.place(path);
    if (typeof place === "number") return place;
    const entry = place[0].get(place[1]);
    if (!entry) return NOENT;
    if (isFolder(entry)) return ISDIR;
    place[0].delete(place[1]);
    return OK;
  }

  private makeFolder(path: string): number {
    if (this.find(path)) return EXIST;
    const place = this.place(path);
    if (typeof place === "number") return place;
    place[0].set(place[1], new Map());
    return OK;
  }

  // ---- what is known of a file

  private stat(entry: Entry, at: number): number {
    const view = this.view();
    new Uint8Array(this.memory.buffer, at, 64).fill(0);
    view.setUint8(at + 16, isFolder(entry) ? DIRECTORY : REGULAR);
    view.setBigUint64(at + 24, 1n, true);
    view.setBigUint64(at + 32, BigInt(isFolder(entry) ? 0 : entry.size), true);
    return OK;
  }

  private fdStat(fd: number, at: number): number {
    const open = this.open.get(fd);
    if (!open && fd > 2) return BADF;
    const view = this.view();
    new Uint8Array(this.memory.buffer, at, 24).fill(0);
    view.setUint8(at, !open ? 0 : isFolder(open.entry) ? DIRECTORY : REGULAR);
    view.setBigUint64(at + 8, ~0n, true); // all rights
    view.setBigUint64(at + 16, ~0n, true);
    return OK;
  }

  private readFolder(fd: number, at: number, room: number, cookie: bigint, out: number): number {
    const open = this.open.get(fd);
    if (!open || !isFolder(open.entry)) return open ? NOTDIR : BADF;
    const target = new Uint8Array(this.memory.buffer, at, room);
    let used = 0;
    let index = 0n;
    for (const [name, entry] of open.entry) {
      if (index++ < cookie) continue;
      const bytes = this.encoder.encode(name);
      const record = new Uint8Array(24 + bytes.length);
      const view = new DataView(record.buffer);
      view.setBigUint64(0, index, true);
      view.setUint32(16, bytes.length, true);
      view.setUint8(20, isFolder(entry) ? DIRECTORY : REGULAR);
      record.set(bytes, 24);
      target.set(record.subarray(0, room - used), used);
      used += Math.min(record.length, room - used);
      if (used === room) break; // cut off: the caller asks again with more room
    }
    return this.size(out, used);
  }

  // ---- reading and writing

  private read(fd: number, list: number, n: number, out: number, at?: bigint): number {
    if (fd === 0) return this.size(out, 0);
    const open = this.open.get(fd);
    if (!open) return BADF;
    if (isFolder(open.entry)) return ISDIR;
    let from = at === undefined ? open.at : Number(at);
    let done = 0;
    for (const piece of this.pieces(list, n)) {
      const part = open.entry.bytes.subarray(
        from,
        Math.min(open.entry.size, from + piece.length),
      );
      piece.set(part);
      from += part.length;
      done += part.length;
    }
    if (at === undefined) open.at = from;
    return this.size(out, done);
  }

  private write(fd: number, list: number, n: number, out: number, at?: bigint): number {
    const pieces = this.pieces(list, n);
    const total = pieces.reduce((sum, piece) => sum + piece.length, 0);
    if (fd === 1 || fd === 2) {
      for (const piece of pieces) this.onOutput(fd, piece.slice());
      return this.size(out, total);
    }
    const open = this.open.get(fd);
    if (!open) return BADF;
    if (isFolder(open.entry)) return ISDIR;
    let to = at === undefined ? open.at : Number(at);
    reserve(open.entry, to + total);
    for (const piece of pieces) {
      open.entry.bytes.set(piece, to);
      to += piece.length;
    }
    open.entry.size = Math.max(open.entry.size, to);
    if (at === undefined) open.at = to;
    return this.size(out, total);
  }

  private seek(fd: number, offset: bigint, whence: number, out: number): number {
    const open = this.open.get(fd);
    if (!open) return fd <= 2 ? SPIPE : BADF;
    if (isFolder(open.entry)) return ISDIR;
    const to = Number(offset) + (whence === 0 ? 0 : whence === 1 ? open.at : open.entry.size);
    if (to < 0) return INVAL;
    open.at = to;
    this.view().setBigUint64(out, BigInt(to), true);
    return OK;
  }

  // ---- the rest

  private putArgs(list: number, at: number): number {
    const view = this.view();
    for (const arg of this.args) {
      const bytes = this.encoder.encode(arg + "\0");
      view.setUint32(list, at, true);
      new Uint8Array(this.memory.buffer, at, bytes.length).set(bytes);
      list += 4;
      at += bytes.length;
    }
    return OK;
  }

  private sizeArgs(count: number, bytes: number): number {
    this.size(count, this.args.length);
    return this.size(bytes, this.encoder.encode(this.args.map((a) => a + "\0").join("")).length);
  }

  private clock(out: number): number {
    const ns = BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e6));
    this.view().setBigUint64(out, ns, true);
    return OK;
  }

  private prestat(fd: number, at: number): number {
    if (fd !== ROOT) return BADF;
    this.view().setUint32(at, 0, true);
    return this.size(at + 4, 1);
  }

  private withOpen(fd: number, use: (open: Open) => number): number {
    const open = this.open.get(fd);
    return open ? use(open) : fd <= 2 ? INVAL : BADF;
  }

  /** The module `wasi_snapshot_preview1`, as far as the engine imports it. */
  imports(): WebAssembly.ModuleImports {
    return {
      args_get: (list: number, at: number) => this.putArgs(list, at),
      args_sizes_get: (count: number, bytes: number) => this.sizeArgs(count, bytes),
      clock_time_get: (_id: number, _precision: bigint, out: number) => this.clock(out),
      fd_close: (fd: number) => (this.open.delete(fd) ? OK : BADF),
      fd_fdstat_get: (fd: number, at: number) => this.fdStat(fd, at),
      fd_fdstat_set_flags: () => OK,
      fd_filestat_get: (fd: number, at: number) =>
        this.withOpen(fd, (o) => this.stat(o.entry, at)),
      fd_prestat_get: (fd: number, at: number) => this.prestat(fd, at),
      fd_prestat_dir_name: (fd: number, at: number) => {
        this.view().setUint8(at, 47); // "/"
        return fd === ROOT ? OK : BADF;
      },
      fd_read: (fd: number, list: number, n: number, out: number) => this.read(fd, list, n, out),
      fd_pread: (fd: number, list: number, n: number, at: bigint, out: number) =>
        this.read(fd, list, n, out, at),
      fd_write: (fd: number, list: number, n: number, out: number) =>
        this.write(fd, list, n, out),
      fd_pwrite: (fd: number, list: number, n: number, at: bigint, out: number) =>
        this.write(fd, list, n, out, at),
      fd_readdir: (fd: number, at: number, room: number, cookie: bigint, out: number) =>
        this.readFolder(fd, at, room, cookie, out),
      fd_seek: (fd: number, offset: bigint, whence: number, out: number) =>
        this.seek(fd, offset, whence, out),
      fd_sync: () => OK,
      path_create_directory: (_fd: number, at: number, n: number) =>
        this.makeFolder(this.text(at, n)),
      path_filestat_get: (_fd: number, _flags: number, at: number, n: number, out: number) => {
        const entry = this.find(this.text(at, n));
        return entry ? this.stat(entry, out) : NOENT;
      },
      path_open: (
        _fd: number,
        _look: number,
        at: number,
        n: number,
        flags: number,
        _rights: bigint,
        _inherited: bigint,
        _fdFlags: number,
        out: number,
      ) => this.openPath(this.text(at, n), flags, out),
      path_rename: (_fd: number, from: number, n: number, _to: number, to: number, m: number) =>
        this.rename(this.text(from, n), this.text(to, m)),
      path_unlink_file: (_fd: number, at: number, n: number) => this.unlink(this.text(at, n)),
      proc_exit: (code: number) => {
        throw new Exit(code);
      },
    };
  }
}

/** "a/./b/../c" is a, c. What would lead above the root stays there. */
function parts(path: string): string[] {
  const names: string[] = [];
  for (const name of path.split("/"))
    if (name === "..") names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  return names;
}

/** Room for `size` bytes, to be written to; a file that grows doubles. */
function reserve(file: File, size: number): void {
  if (file.own && size <= file.bytes.length) return;
  const larger = new Uint8Array(
    Math.max(size, file.own ? 2 * file.bytes.length : file.size, 4096),
  );
  larger.set(file.bytes.subarray(0, file.size));
  file.bytes = larger;
  file.own = true;
}
