package io.faasbatch.proxy.runtime.jvm;

import io.faasbatch.api.Binary;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** Lets binary values be leaves of a tree, as the objects they are. */
final class BinaryModule extends SimpleModule {

    private static final long serialVersionUID = 1L;

    BinaryModule() {
        super("faasbatch-binary");
        addSerializer(Binary.class, new Writer());
        addSerializer(byte[].class, new BytesWriter());
        addDeserializer(Binary.class, new Reader());
        addDeserializer(byte[].class, new BytesReader());
    }

    private static final class Writer extends StdSerializer<Binary> {

        Writer() {
            super(Binary.class);
        }

        @Override
        public void serialize(Binary value, JsonGenerator to, SerializationContext context) {
            to.writeEmbeddedObject(value);
        }
    }

    /** Otherwise they would be text in base64. */
    private static final class BytesWriter extends StdSerializer<byte[]> {

        BytesWriter() {
            super(byte[].class);
        }

        @Override
        public void serialize(byte[] value, JsonGenerator to, SerializationContext context) {
            to.writeEmbeddedObject(Binary.of(value));
        }
    }

    private static final class Reader extends StdDeserializer<Binary> {

        Reader() {
            super(Binary.class);
        }

        @Override
        public Binary deserialize(JsonParser from, DeserializationContext context) {
            if (from.currentToken() == JsonToken.VALUE_EMBEDDED_OBJECT
                    && from.getEmbeddedObject() instanceof Binary binary) {
                return binary;
            }
            return (Binary) context.handleUnexpectedToken(Binary.class, from);
        }
    }

    private static final class BytesReader extends StdDeserializer<byte[]> {

        BytesReader() {
            super(byte[].class);
        }

        @Override
        public byte[] deserialize(JsonParser from, DeserializationContext context) {
            return from.currentToken() == JsonToken.VALUE_EMBEDDED_OBJECT
                            && from.getEmbeddedObject() instanceof Binary binary
                    ? binary.data()
                    : from.getBinaryValue(context.getBase64Variant());
        }
    }
}
