'use strict';
// Unpacks a zip archive. What an archive says of its own sizes is not believed: everything is counted while it is unpacked.

const fs = require('node:fs');
const path = require('node:path');
const { PassThrough, Readable, Transform } = require('node:stream');
const { pipeline } = require('node:stream/promises');
const zlib = require('node:zlib');

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const LONGEST_COMMENT = 0xffff;
const ZIP64 = 0xffffffff;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
const UNIX = 3;
const FILE_TYPE = 0o170000;
const LINK = 0o120000;
const SLICE = 64 * 1024;

/** The archive is no zip, is too large, or would write outside its directory. */
class BadArchive extends Error {}

/** Empties the directory and unpacks the archive into it. */
async function unpack(archive, directory, limits) {
  empty(directory);
  let left = limits.codeBytes;
  for (const entry of entries(archive, limits.codeEntries)) {
    left -= await write(archive, entry, directory, left);
  }
}

function empty(directory) {
  fs.mkdirSync(directory, { recursive: true });
  for (const name of fs.readdirSync(directory)) {
    fs.rmSync(path.join(directory, name), { recursive: true, force: true });
  }
}

function entries(archive, most) {
  const end = endOf(archive);
  const count = archive.readUInt16LE(end + 10);
  if (count > most) {
    throw new BadArchive(`the archive has ${count} entries, at most ${most} are allowed`);
  }
  const found = [];
  let at = archive.readUInt32LE(end + 16);
  for (let i = 0; i < count; i++) {
    need(archive, at, ENTRY_BYTES, ENTRY);
    const nameLength = archive.readUInt16LE(at + 28);
    found.push({
      name: archive.toString('utf8', at + ENTRY_BYTES, at + ENTRY_BYTES + nameLength),
      encrypted: (archive.readUInt16LE(at + 8) & ENCRYPTED) !== 0,
      method: archive.readUInt16LE(at + 10),
      packed: archive.readUInt32LE(at + 20),
      bytes: archive.readUInt32LE(at + 24),
      link: archive[at + 5] === UNIX && ((archive.readUInt32LE(at + 38) >>> 16) & FILE_TYPE) === LINK,
      local: archive.readUInt32LE(at + 42),
    });
    at += ENTRY_BYTES + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return found;
}

function endOf(archive) {
  const first = Math.max(0, archive.length - END_BYTES - LONGEST_COMMENT);
  for (let at = archive.length - END_BYTES; at >= first; at--) {
    if (archive.readUInt32LE(at) === END) {
      return at;
    }
  }
  throw new BadArchive('the code is not a zip archive: it has no end of the central directory');
}

function need(archive, at, bytes, signature) {
  if (at + bytes > archive.length || archive.readUInt32LE(at) !== signature) {
    throw new BadArchive('the code is not a zip archive: it is cut off or damaged');
  }
}

/** Returns the number of bytes written. */
async function write(archive, entry, directory, left) {
  if (entry.encrypted || entry.link || entry.packed === ZIP64 || entry.bytes === ZIP64) {
    throw new BadArchive(`the archive has an entry that is encrypted, a link or too large: ${entry.name}`);
  }
  const target = inside(directory, entry.name);
  if (entry.name.endsWith('/')) {
    fs.mkdirSync(target, { recursive: true });
    return 0;
  }
  fs.mkdirSync(path.dirname(target), { recursive: true });
  const counted = new Counted(left);
  try {
    await pipeline(Readable.from(slices(content(archive, entry))), decoder(entry), counted, fs.createWriteStream(target));
  } catch (failure) {
    throw failure instanceof BadArchive ? failure : new BadArchive(`${entry.name} cannot be unpacked: ${failure.message}`);
  }
  if (counted.bytes !== entry.bytes) {
    throw new BadArchive(`the archive is damaged: ${entry.name} has not the length it should have`);
  }
  return counted.bytes;
}

function inside(directory, name) {
  const root = path.resolve(directory);
  const target = path.resolve(root, name);
  const within = target === root || target.startsWith(root + path.sep);
  if (!within || name.includes('\0') || name.includes('\\') || path.isAbsolute(name)) {
    throw new BadArchive(`the archive has an entry outside of its directory: ${name}`);
  }
  return target;
}

/** Its bytes in the archive. */
function content(archive, entry) {
  need(archive, entry.local, LOCAL_BYTES, LOCAL);
  const start =
    entry.local + LOCAL_BYTES + archive.readUInt16LE(entry.local + 26) + archive.readUInt16LE(entry.local + 28);
  if (start + entry.packed > archive.length) {
    throw new BadArchive('the code is not a zip archive: it is cut off or damaged');
  }
  return archive.subarray(start, start + entry.packed);
}

function* slices(data) {
  for (let at = 0; at < data.length; at += SLICE) {
    yield data.subarray(at, at + SLICE);
  }
}

function decoder(entry) {
  switch (entry.method) {
    case STORED:
      return new PassThrough();
    case DEFLATED:
      return zlib.createInflateRaw();
    default:
      throw new BadArchive(`the archive has an entry that is neither stored nor deflated: ${entry.name}`);
  }
}

/** Lets pass as many bytes as are left. */
class Counted extends Transform {
  #left;
  bytes = 0;

  constructor(left) {
    super();
    this.#left = left;
  }

  _transform(chunk, encoding, callback) {
    this.bytes += chunk.length;
    if (this.bytes > this.#left) {
      callback(new BadArchive('the archive unpacks to more bytes than are allowed'));
    } else {
      callback(null, chunk);
    }
  }
}

module.exports = { unpack, BadArchive };
