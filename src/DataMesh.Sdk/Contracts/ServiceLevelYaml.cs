using System.Globalization;

namespace DataMesh;

/// <summary>What a port promises about its service, as ODCS. Ours are known by their <c>id</c>; those of others are left alone.</summary>
internal static class ServiceLevelYaml
{
    /// <summary>The key of the list.</summary>
    public const string Key = "slaProperties";

    private const string Percent = "percent";

    private static readonly (string Name, TimeSpan Time)[] _units = [("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("min", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1))];

    /// <summary>The service levels of a contract.</summary>
    public static YamlSequence Write(DataContract contract) =>
        YamlSequence.Of([.. contract.Promise.Select(o => Write(o, contract.Schema)), .. DeprecationYaml.WriteDates(contract.Deprecation)]);

    /// <summary>Reads our promises of a contract.</summary>
    public static IReadOnlyList<ServiceLevelObjective> Read(YamlMapping root) => [.. root.GetMappings(Key).Select(ReadObjective).OfType<ServiceLevelObjective>()];

    private static YamlMapping Write(ServiceLevelObjective objective, SchemaObject schema)
    {
        YamlMapping element = new YamlMapping().Add("id", EnumText.Spell(objective.Level)).Add("property", Property(objective.Level));
        if (objective.Time is { } time)
        {
            (string unit, TimeSpan one) = _units.FirstOrDefault(u => time.Ticks % u.Time.Ticks == 0, _units[^1]);
            element.Add("value", Number((decimal)time.Ticks / one.Ticks)).Add("unit", unit);
        }
        else
        {
            element.Add("value", Number((objective.Share ?? 0) * 100)).Add("unit", Percent);
        }
        if (objective.Level == ServiceLevel.CoversUpTo && schema.Properties.FirstOrDefault(p => p.IsEventTime) is { } column)
            element.Add("element", $"{schema.Name}.{column.Name}");
        return element.Add("description", objective.Describe());
    }

    // Of the standard's words the nearest; freshness is none of them, and latency is something else.
    private static string Property(ServiceLevel level) => level switch
    {
        ServiceLevel.FreshWithin => "freshness",
        ServiceLevel.CoversUpTo or ServiceLevel.LatencyWithin => "latency",
        ServiceLevel.Complete => "completeness",
        ServiceLevel.RetainedFor => "retention",
        _ => "availability",
    };

    private static ServiceLevelObjective? ReadObjective(YamlMapping element)
    {
        if (element.FindText("id") is not { } id || !Enum.TryParse(id, ignoreCase: true, out ServiceLevel level) || EnumText.Spell(level) != id)
            return null;
        YamlScalar unit = element.GetScalar("unit");
        decimal value = element.GetScalar("value").Parse<decimal>("number");
        if (level is ServiceLevel.Complete or ServiceLevel.Available)
            return unit.Text == Percent && value is > 0 and <= 100 ? new ServiceLevelObjective { Level = level, Share = value / 100 } : throw element.GetScalar("value").Error("a share from 0 to 100 percent is expected here.");
        TimeSpan one = _units.FirstOrDefault(u => u.Name == unit.Text).Time;
        return one > TimeSpan.Zero && value > 0 && value <= (decimal)TimeSpan.MaxValue.Ticks / one.Ticks ? new ServiceLevelObjective { Level = level, Time = new TimeSpan((long)(value * one.Ticks)) }
            : throw element.GetScalar("value").Error("a positive time in d, h, min or s is expected here.");
    }

    private static YamlScalar Number(decimal value) => YamlScalar.Number(value.ToString("0.############################", CultureInfo.InvariantCulture));
}
