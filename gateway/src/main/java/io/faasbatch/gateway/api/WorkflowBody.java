package io.faasbatch.gateway.api;

import io.faasbatch.engine.http.Bodies;
import io.faasbatch.engine.http.ProblemException;
import io.faasbatch.engine.workflow.WorkflowText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** Takes apart what a workflow is deployed as: its text, or FaaSFlow's two files in a zip archive. */
final class WorkflowBody {

    static final MediaType ZIP = MediaType.parseMediaType("application/zip");

    private static final String FLAT_WORKFLOW = "flat_workflow.yaml";
    private static final String FUNCTION_INFO = "function_info.yaml";

    /** An archive of a folder may hold a few files that are not wanted. */
    private static final int MOST_ENTRIES = 1000;

    private WorkflowBody() {}

    /** @throws ProblemException 400 when it is not UTF-8, or no archive with a {@code flat_workflow.yaml} */
    static WorkflowText read(byte[] body, @Nullable MediaType type, Map<String, String> options, int limit) {
        if (type == null || !ZIP.includes(type)) {
            return new WorkflowText(Bodies.text(body), null, options);
        }
        Map<String, byte[]> files = unzip(body, limit);
        byte[] definition = files.get(FLAT_WORKFLOW);
        if (definition == null) {
            throw broken("the archive has no " + FLAT_WORKFLOW);
        }
        byte[] info = files.get(FUNCTION_INFO);
        return new WorkflowText(Bodies.text(definition), info == null ? null : Bodies.text(info), options);
    }

    /** The two files, at the root or in a folder; the first of each name counts. */
    private static Map<String, byte[]> unzip(byte[] archive, int limit) {
        Map<String, byte[]> files = new HashMap<>();
        int left = limit;
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            ZipEntry entry = zip.getNextEntry();
            for (int i = 0; entry != null; i++) {
                if (i == MOST_ENTRIES) {
                    throw broken("the archive has more than " + MOST_ENTRIES + " entries");
                }
                String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
                byte[] content = zip.readNBytes(left + 1);
                left -= content.length;
                if (left < 0) {
                    throw broken("the archive is larger than " + limit + " bytes when unpacked");
                }
                if (name.equals(FLAT_WORKFLOW) || name.equals(FUNCTION_INFO)) {
                    files.putIfAbsent(name, content);
                }
                entry = zip.getNextEntry();
            }
        } catch (IOException | IllegalArgumentException e) {
            throw broken("the archive is damaged: " + e.getMessage());
        }
        return files;
    }

    private static ProblemException broken(String detail) {
        return new ProblemException(HttpStatus.BAD_REQUEST, "malformed-body", detail);
    }
}
