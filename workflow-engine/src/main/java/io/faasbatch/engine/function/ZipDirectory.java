package io.faasbatch.engine.function;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The central directory of a zip archive in memory: the list that unpacking goes by, and the only place where an archive says
 * that an entry is a symbolic link. Java's own classes do not show that.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">the format</a>
 */
record ZipDirectory(List<Entry> entries) {

    private static final int END = 0x06054b50;
    private static final int END_SIZE = 22;
    private static final int LONGEST_COMMENT = 0xFFFF;
    private static final int HEADER = 0x02014b50;
    private static final int HEADER_SIZE = 46;
    private static final int UNIX = 3;
    private static final int FILE_TYPE = 0xF000;
    private static final int SYMBOLIC_LINK = 0xA000;

    /**
     * A file or folder.
     *
     * @param offset of its local header
     * @param size unpacked, as the archive claims
     */
    record Entry(
            String name,
            boolean link,
            boolean encrypted,
            int method,
            long crc,
            long packedSize,
            long size,
            long offset) {

        boolean folder() {
            return name.endsWith("/");
        }
    }

    ZipDirectory {
        entries = List.copyOf(entries);
    }

    static ZipDirectory read(byte[] archive, int mostEntries) throws BrokenArchiveException {
        ByteBuffer zip = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
        try {
            int end = findEnd(zip);
            int count = Short.toUnsignedInt(zip.getShort(end + 10));
            if (count > mostEntries) {
                throw new BrokenArchiveException("has " + count + " entries; at most " + mostEntries + " are allowed");
            }
            return new ZipDirectory(entries(zip, count, zip.getInt(end + 16)));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new BrokenArchiveException("is a damaged zip archive", e);
        }
    }

    private static int findEnd(ByteBuffer zip) throws BrokenArchiveException {
        int last = zip.limit() - END_SIZE;
        for (int at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
            if (zip.getInt(at) == END) {
                return at;
            }
        }
        throw new BrokenArchiveException("is no zip archive");
    }

    private static List<Entry> entries(ByteBuffer zip, int count, int start) throws BrokenArchiveException {
        List<Entry> entries = new ArrayList<>();
        int at = start;
        for (int i = 0; i < count; i++) {
            if (zip.getInt(at) != HEADER) {
                throw new BrokenArchiveException("is a damaged zip archive");
            }
            entries.add(entry(zip, at));
            at += HEADER_SIZE + unsigned(zip, at + 28) + unsigned(zip, at + 30) + unsigned(zip, at + 32);
        }
        return entries;
    }

    private static Entry entry(ByteBuffer zip, int at) throws BrokenArchiveException {
        boolean unix = unsigned(zip, at + 4) >> 8 == UNIX;
        int mode = unsigned(zip, at + 40);
        return new Entry(
                name(zip, at + HEADER_SIZE, unsigned(zip, at + 28)),
                unix && (mode & FILE_TYPE) == SYMBOLIC_LINK,
                (unsigned(zip, at + 8) & 1) != 0,
                unsigned(zip, at + 10),
                Integer.toUnsignedLong(zip.getInt(at + 16)),
                Integer.toUnsignedLong(zip.getInt(at + 20)),
                Integer.toUnsignedLong(zip.getInt(at + 24)),
                Integer.toUnsignedLong(zip.getInt(at + 42)));
    }

    static String name(ByteBuffer zip, int at, int length) throws BrokenArchiveException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(zip.slice(at, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BrokenArchiveException("has a file name that is not UTF-8", e);
        }
    }

    static int unsigned(ByteBuffer zip, int at) {
        return Short.toUnsignedInt(zip.getShort(at));
    }
}
