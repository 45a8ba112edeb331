package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.conncount.group.GroupKeys;
import io.conncount.view.SocketColumn;
import io.conncount.view.SocketColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The JSON Schemas are schemas, and know every key and column. {@link SchemaIT} holds answers against them. */
class SchemaTest {
    private static final String COMMON = "common.json";

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(AnswerSchemas.DIRECTORY)) {
            return files.sorted().toList();
        }
    }

    private static JsonNode schema(String file) throws IOException {
        return AnswerSchemas.JSON.readTree(Files.readString(AnswerSchemas.DIRECTORY.resolve(file)));
    }

    @ParameterizedTest
    @MethodSource("files")
    void fileIsASchemaWhoseReferencesLeadSomewhere(Path file) throws IOException {
        String text = Files.readString(file);
        Schema meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertEquals(List.of(), meta.validate(text, InputFormat.JSON));
        for (JsonNode reference : AnswerSchemas.JSON.readTree(text).findValues("$ref")) {
            String[] parts = reference.asString("").split("#");
            JsonNode target = schema(parts[0].isEmpty() ? file.getFileName().toString() : parts[0]);
            assertTrue(target.at(parts[1]).isObject(), reference.asString(""));
        }
    }

    @Test
    void everyColumnOfSocketsHasItsType() throws IOException {
        JsonNode columns = schema(COMMON).at("/$defs/columns/properties");
        assertEquals(
                SocketColumns.names(),
                columns.properties().stream().map(e -> e.getKey()).toList());
        for (SocketColumn column : SocketColumns.every()) {
            JsonNode type = columns.get(column.name());
            boolean numeric =
                    Set.of("integer", "number").contains(type.path("type").asString(""));
            assertEquals(column.numeric(), numeric, column.name());
        }
    }

    @Test
    void everyKeyHasItsType() throws IOException {
        JsonNode keys = schema(COMMON).at("/$defs/keys/properties");
        Set<String> names =
                GroupKeys.ALL.stream().map(key -> key.name().replace('-', '_')).collect(Collectors.toSet());
        TreeMap<String, JsonNode> typed = new TreeMap<>();
        keys.properties().forEach(entry -> typed.put(entry.getKey(), entry.getValue()));
        assertEquals(names, typed.keySet());
        typed.forEach((name, type) -> assertEquals(
                GroupKeys.byWord(name).orElseThrow().numeric(),
                type.path("type").asString("").equals("integer"),
                name));
    }
}
