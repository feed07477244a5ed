using System.Globalization;

namespace DataMesh;

/// <summary>Instants in documents: RFC 3339 in UTC.</summary>
internal static class InstantText
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    /// <summary>The spelling of an instant.</summary>
    public static string Spell(DateTimeOffset instant) => instant.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Reads an instant.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/>: the text is none.</exception>
    public static DateTimeOffset Read(YamlScalar scalar) =>
        DateTimeOffset.TryParseExact(scalar.Text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant) ? instant
            : throw scalar.Error($"{scalar.Quoted} is not an instant in UTC, for example 2027-06-30T00:00:00Z.");
}
