using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh.Adapters.Authoring;

/// <summary>A column of the schema that a filter refers to.</summary>
internal sealed record BoundColumn(int Ordinal, string Name, PhysicalType Type)
{
    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    public bool HoldsBytes => Type.ScalarKind is ScalarKind.String or ScalarKind.Binary or ScalarKind.Uuid;

    /// <summary>Finds a column by name.</summary>
    /// <exception cref="DataMeshException">There is none, or filters do not know its type.</exception>
    public static BoundColumn Find(Schema schema, string name)
    {
        for (int i = 0; i < schema.FieldsList.Count; i++)
        {
            if (string.Equals(schema.FieldsList[i].Name, name, StringComparison.Ordinal))
                return new BoundColumn(i, name, TypeOf(schema.FieldsList[i]));
        }
        string[] existing = [.. schema.FieldsList.Select(f => f.Name)];
        string hint = NearestName.Find(name, existing) is { } near ? $" (did you mean '{near}'?)" : "";
        throw new DataMeshException(DataMeshErrorKind.InvalidRequest,
            $"Cannot apply the filter: column '{name}' does not exist{hint}. Columns are: {string.Join(", ", existing.Select(e => $"'{e}'"))}.");
    }

    /// <summary>The bytes that a literal has in a column of text, binary or UUID.</summary>
    public static byte[] ToBytes(ScalarValue literal)
    {
        switch (literal.Kind)
        {
            case ScalarKind.Binary:
                return literal.AsBinary().ToArray();
            case ScalarKind.Uuid:
                return literal.AsUuid().ToByteArray(bigEndian: true);
            default:
                return ToUtf8(literal.AsString());
        }
    }

    /// <summary>The UTF-8 form of a text of the filter.</summary>
    /// <exception cref="DataMeshException">The text holds half of a surrogate pair, which no stored text can hold.</exception>
    public static byte[] ToUtf8(string text)
    {
        try
        {
            return s_strict.GetBytes(text);
        }
        catch (EncoderFallbackException e)
        {
            throw new DataMeshException(DataMeshErrorKind.InvalidRequest,
                "Cannot apply the filter: a text in it is not valid Unicode (it holds half of a surrogate pair). Correct the text.", e);
        }
    }

    private static PhysicalType TypeOf(Field field)
    {
        IArrowType type = field.DataType is ExtensionType extension ? extension.StorageType : field.DataType;
        if (PhysicalType.TryFromArrow(type) is { } known && type is not DictionaryType { IndexType: not Int32Type })
            return known;
        throw new DataMeshException(DataMeshErrorKind.InvalidRequest,
            $"Cannot apply the filter: column '{field.Name}' has Arrow type '{type.Name}', which filters cannot compare. Filter on another column.");
    }
}
