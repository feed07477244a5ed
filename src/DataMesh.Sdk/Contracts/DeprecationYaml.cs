using System.Globalization;

namespace DataMesh;

/// <summary>The announced end of a port as ODCS: dates as service levels, as the standard has them, the rest as a custom property.</summary>
internal static class DeprecationYaml
{
    /// <summary>The name of our custom property.</summary>
    public const string Key = "deprecation";

    private const string EndOfSupport = "endOfSupport";
    private const string EndOfLife = "endOfLife";
    private const string DateFormat = "yyyy-MM-dd";

    /// <summary>What is not a date.</summary>
    public static YamlMapping Write(Deprecation? deprecation) => new YamlMapping()
        .AddOptional("successor", deprecation?.Successor?.ToString()).AddOptional("reason", deprecation?.Reason);

    /// <summary>The dates, as service levels.</summary>
    public static IEnumerable<YamlMapping> WriteDates(Deprecation? deprecation)
    {
        if (deprecation?.EndOfSupport is { } support)
            yield return Write(EndOfSupport, support);
        if (deprecation?.EndOfLife is { } life)
            yield return Write(EndOfLife, life);
    }

    /// <summary>Reads what is said of the end; null when nothing is.</summary>
    public static Deprecation? Read(YamlMapping root, YamlMapping custom)
    {
        YamlMapping? said = custom.FindMapping(Key);
        Deprecation read = new()
        {
            Successor = said?.FindScalar("successor")?.Parse<PortReference>("successor"),
            Reason = said?.FindText("reason"),
            EndOfSupport = ReadDate(root, EndOfSupport),
            EndOfLife = ReadDate(root, EndOfLife),
        };
        return read == new Deprecation() ? null : read;
    }

    private static YamlMapping Write(string property, DateOnly date) => new YamlMapping().Add("property", property).Add("value", date.ToString(DateFormat, CultureInfo.InvariantCulture));

    private static DateOnly? ReadDate(YamlMapping root, string property)
    {
        if (root.GetMappings(ServiceLevelYaml.Key).FirstOrDefault(p => p.FindText("property") == property) is not { } level)
            return null;
        YamlScalar value = level.GetScalar("value");
        return DateOnly.TryParseExact(value.Text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) ? date
            : throw value.Error($"{value.Quoted} is not a date, for example 2027-06-30.");
    }
}
