using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>What the rows of a refresh follow from, and which refresh of the same is there already.</summary>
internal static class RefreshBasis
{
    /// <summary>A digest of the definition, of the snapshots of the inputs and of what the product may see of them; null when the rows follow from the time as well.</summary>
    public static string? Digest(PortBinding output, Derivation derivation, IReadOnlyList<DerivedInput> inputs) => Digest(output, derivation, inputs, withSnapshots: true);

    /// <summary>The same without the snapshots of the inputs: while it is equal, rows change only because rows of the inputs do.</summary>
    public static string? Definition(PortBinding output, Derivation derivation, IReadOnlyList<DerivedInput> inputs) => Digest(output, derivation, inputs, withSnapshots: false);

    private static string? Digest(PortBinding output, Derivation derivation, IReadOnlyList<DerivedInput> inputs, bool withSnapshots)
    {
        StringBuilder text = new();
        text.Append(output.Product.Descriptor.Id).Append('\n').Append(output.Reference).Append('\n').Append(output.Contract.Version).Append('\n').Append(derivation.Identity).Append('\n');
        foreach (DerivedInput input in inputs)
        {
            AccessPlan plan = input.Scan.Plan;
            if (plan.Grants.Append(plan.Restriction).OfType<Filter>().Any(FollowsTime))
                return null;
            text.Append(CultureInfo.InvariantCulture, $"{input.Declaration.Name} {input.Scan.Port.Reference} {input.Scan.Table.TableId:D} {(withSnapshots ? input.Scan.Snapshot?.Id : null)}\n").Append(plan.Fingerprint).Append('\n');
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>The snapshot that last changed rows of a table; null when it has none, or it has expired.</summary>
    public static TableSnapshot? LastChange(TableState table)
    {
        TableSnapshot? last = table.Current;
        while (last is { Operation: TableOperation.Replace })
            last = last.ParentId is long parent ? table.Snapshots.FirstOrDefault(s => s.Id == parent) : null;
        return last;
    }

    private static bool FollowsTime(Filter filter) => !filter.Bind(null, DateTimeOffset.UnixEpoch).Equals(filter.Bind(null, DateTimeOffset.UnixEpoch.AddHours(30_000.5)));
}
