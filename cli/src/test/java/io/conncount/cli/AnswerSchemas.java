package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.conncount.testing.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schemas of {@code docs/schema}, for what the commands answer. They let members be added; here they are as strict as can
 * be, so that a member that is missing there is found.
 */
final class AnswerSchemas {
    static final Path DIRECTORY = Repository.root().resolve("docs/schema");
    static final JsonMapper JSON = new JsonMapper();

    private static final String COMMON = "common.json";
    private static final String BASE = "file:///schema/";
    private static final Set<String> FORMATS = Set.of("--json", "--ndjson");

    /** Commands that answer in lines without a document, and the schema of a line. */
    private static final Map<String, String> LINES = Map.of("events", "event-1", "kill", "kill-1");

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(AnswerSchemas::strict));
    private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

    private AnswerSchemas() {}

    /** Requires that an answer keeps to its schema, if these words ask for JSON and there is one. */
    static void assertValid(List<String> words, String answer) {
        if (!answer.isEmpty() && words.stream().anyMatch(FORMATS::contains)) {
            String lines = LINES.get(words.get(0));
            if (lines != null) {
                answer.lines().forEach(line -> assertKeeps(SCHEMAS.computeIfAbsent(lines, AnswerSchemas::load), line));
            } else if (words.contains("--ndjson")) {
                assertValidByLines(answer);
            } else {
                answer.lines().forEach(line -> assertKeeps(schemaOf(read(line)), line));
            }
        }
    }

    /** Rows up to a line with the other members, and perhaps again. */
    private static void assertValidByLines(String answer) {
        ArrayNode rows = JSON.createArrayNode();
        for (String line : answer.lines().toList()) {
            JsonNode node = read(line);
            if (node.has("schema")) {
                Schema schema = schemaOf(node);
                ((ObjectNode) node).set(rowsOf(schema), rows);
                assertKeeps(schema, node.toString());
                rows = JSON.createArrayNode();
            } else {
                rows.add(node);
            }
        }
        assertEquals(0, rows.size(), () -> "no last line: " + answer);
    }

    /** The member that holds the rows: the array of objects. */
    private static String rowsOf(Schema schema) {
        for (Map.Entry<String, JsonNode> member :
                schema.getSchemaNode().get("properties").properties()) {
            JsonNode items = member.getValue().path("items");
            if (items.has("properties") || items.path("$ref").asString("").endsWith("/columns")) {
                return member.getKey();
            }
        }
        throw new AssertionError("no rows in " + schema.getSchemaNode());
    }

    private static void assertKeeps(Schema schema, String document) {
        assertEquals(List.of(), schema.validate(read(document)), document);
    }

    private static Schema schemaOf(JsonNode document) {
        String name = document.path("schema").asString("");
        assertTrue(name.matches("conncount\\.[a-z]+/[0-9]"), document.toString());
        return SCHEMAS.computeIfAbsent(name.substring("conncount.".length()).replace('/', '-'), AnswerSchemas::load);
    }

    private static Schema load(String name) {
        return REGISTRY.getSchema(SchemaLocation.of(BASE + name + ".json"));
    }

    /** The text of a schema that refuses members it does not name; null for what is not in the directory. */
    private static String strict(String location) {
        if (!location.startsWith(BASE)) {
            return null;
        }
        String file = location.substring(BASE.length());
        try {
            JsonNode schema = JSON.readTree(Files.readString(DIRECTORY.resolve(file)));
            if (!file.equals(COMMON)) {
                refuseOthers(schema);
            }
            return schema.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void refuseOthers(JsonNode node) {
        boolean open = node.has("properties") || node.path("$ref").asString("").endsWith("/columns");
        if (open && !node.has("additionalProperties")) {
            ((ObjectNode) node).put("unevaluatedProperties", false);
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            // What these name is added to what the node names itself.
            if (!member.getKey().equals("allOf")) {
                refuseOthers(member.getValue());
            }
        }
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            throw new AssertionError(json, e);
        }
    }
}
