package io.faasbatch.engine.function;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks entries of an archive in memory, and stops at a number of real bytes, whatever the archive claims. For one archive. */
final class ZipContent {

    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int LOCAL_HEADER_SIZE = 30;
    private static final int BUFFER = 64 * 1024;

    private final ByteBuffer zip;
    private final long limit;
    private long left;

    /** @param limit most bytes of all entries together */
    ZipContent(byte[] archive, long limit) {
        this.zip = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
        this.limit = limit;
        this.left = limit;
    }

    byte[] read(ZipDirectory.Entry entry) throws BrokenArchiveException {
        try {
            byte[] content = unpack(entry, packed(entry));
            var crc = new CRC32();
            crc.update(content);
            if (crc.getValue() != entry.crc()) {
                throw new BrokenArchiveException("is damaged: the checksum of " + entry.name() + " differs");
            }
            return content;
        } catch (IndexOutOfBoundsException | IllegalArgumentException | DataFormatException e) {
            throw new BrokenArchiveException("is damaged: " + entry.name() + " cannot be unpacked", e);
        }
    }

    private ByteBuffer packed(ZipDirectory.Entry entry) throws BrokenArchiveException {
        int at = Math.toIntExact(Math.min(entry.offset(), Integer.MAX_VALUE));
        int nameLength = ZipDirectory.unsigned(zip, at + 26);
        boolean same = zip.getInt(at) == LOCAL_HEADER
                && ZipDirectory.name(zip, at + LOCAL_HEADER_SIZE, nameLength).equals(entry.name());
        if (!same) {
            throw new BrokenArchiveException("names " + entry.name() + " differently in its two lists");
        }
        int start = at + LOCAL_HEADER_SIZE + nameLength + ZipDirectory.unsigned(zip, at + 28);
        return zip.slice(start, Math.toIntExact(Math.min(entry.packedSize(), Integer.MAX_VALUE)));
    }

    private byte[] unpack(ZipDirectory.Entry entry, ByteBuffer packed)
            throws BrokenArchiveException, DataFormatException {
        if (entry.encrypted()) {
            throw new BrokenArchiveException("is encrypted: " + entry.name());
        }
        return switch (entry.method()) {
            case STORED -> stored(packed);
            case DEFLATED -> inflate(packed);
            default ->
                throw new BrokenArchiveException(
                        "packs " + entry.name() + " with method " + entry.method() + "; use deflate");
        };
    }

    private byte[] stored(ByteBuffer packed) throws BrokenArchiveException {
        take(packed.remaining());
        byte[] content = new byte[packed.remaining()];
        packed.get(content);
        return content;
    }

    private byte[] inflate(ByteBuffer packed) throws BrokenArchiveException, DataFormatException {
        var content = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER];
        try (var inflater = new Inflater(true)) {
            inflater.setInput(packed);
            while (!inflater.finished()) {
                int count = inflater.inflate(buffer);
                if (count == 0 && !inflater.finished()) {
                    throw new DataFormatException("the data end too early");
                }
                take(count);
                content.write(buffer, 0, count);
            }
        }
        return content.toByteArray();
    }

    private void take(int bytes) throws BrokenArchiveException {
        left -= bytes;
        if (left < 0) {
            throw new BrokenArchiveException("is larger than " + limit + " bytes when unpacked");
        }
    }
}
