using System.Security.Cryptography;
using System.Text;

namespace DataMesh;

/// <summary>What a reader sees in some columns, as a digest: equal digests are equal sight, under whichever names the columns have.</summary>
internal static class ChangeSight
{
    // Attributes of the reader count, the time of the read does not.
    private static readonly DateTimeOffset s_anyTime = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static string Of(EnforcementScan scan, IReadOnlyList<string> columns)
    {
        AccessPlan plan = scan.Plan;
        Dictionary<string, int> ids = scan.Table.Schema.FieldsList.ToDictionary(f => f.Name, f => f.GetFieldId() ?? -1, StringComparer.Ordinal);
        StringBuilder text = new();
        foreach (Filter? rows in plan.Grants)
            text.Append("grant ").Append(Describe(rows)).Append('\n');
        text.Append("only ").Append(Describe(plan.Restriction)).Append('\n');
        foreach (string name in columns)
        {
            PlannedColumn column = plan.Columns.First(c => c.Stored.Name == name);
            text.Append(column.Stored.GetFieldId()).Append(' ').Append(column.Type).Append(' ').AppendJoin(", ", column.Choices.Select(c => $"{c.Mask} {c.Grants:x}")).Append('\n');
        }
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));

        string? Describe(Filter? rows) => rows?.Bind(scan.Decision.Principal, s_anyTime).RenameColumns(name => $"#{ids.GetValueOrDefault(name, -1)}").ToString();
    }
}
