using System.Xml;

namespace DataMesh;

/// <summary>Durations in documents: ISO 8601 with days as the largest unit, since months and years vary in length.</summary>
internal static class DurationText
{
    /// <summary>The spelling of a duration.</summary>
    public static string Spell(TimeSpan duration) => XmlConvert.ToString(duration);

    /// <summary>Reads a positive duration.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/>: the text is none.</exception>
    public static TimeSpan Read(YamlScalar scalar) =>
        TryParse(scalar.Text) is { } duration && duration > TimeSpan.Zero ? duration : throw scalar.Error($"{scalar.Quoted} is not a positive duration of days and time, for example P90D or PT12H.");

    private static TimeSpan? TryParse(string text)
    {
        int time = text.IndexOf('T', StringComparison.Ordinal);
        if (text.AsSpan(0, time < 0 ? text.Length : time).ContainsAny('Y', 'M'))
            return null;
        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            return null;
        }
    }
}
