using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Compact JSON.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A text that a document must have.</summary>
    /// <exception cref="InvalidDataException">It is null.</exception>
    public static string GetText(this JsonElement json, string name) => json.GetProperty(name).GetText();

    /// <exception cref="InvalidDataException">It is null.</exception>
    public static string GetText(this JsonElement json) => json.GetString() ?? throw new InvalidDataException("it has null where a text is expected");

    public static ReadOnlyMemory<byte> WriteBytes(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> output = new(4096);
        using (Utf8JsonWriter writer = new(output, Options))
            write(writer);
        return output.WrittenMemory;
    }

    public static string Write(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(WriteBytes(write).Span);
}
