using System.Globalization;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.Logging;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Commits a change of columns, partitioning or order: a metadata file with another current schema or layout and the same snapshots.</summary>
internal sealed class SchemaCommitter(MetadataStore metadata, IcebergOptions options, TimeProvider time, ILogger logger)
{
    private readonly MetadataPut _put = new(metadata, options, time, logger);

    public async Task<LoadedMetadata> EvolveAsync(IcebergTableState basis, TableEvolution evolution, CancellationToken cancellationToken)
    {
        LoadedMetadata? next = await _put.PutNextAsync(basis, newest =>
        {
            Check(basis, newest.Metadata, evolution);
            return Write(basis.Folder, newest, basis.Location, evolution);
        }, cancellationToken).ConfigureAwait(false);
        return next ?? throw Conflict(basis, $"other writers were faster {options.CommitAttempts} times (IcebergOptions.CommitAttempts). Try again.");
    }

    private static void Check(IcebergTableState basis, TableMetadata newest, TableEvolution evolution)
    {
        if (newest.TableId != basis.TableId || newest.CurrentSchema.Id != basis.Metadata.CurrentSchema.Id
            || newest.DefaultSpec.Id != basis.Metadata.DefaultSpec.Id || newest.SortOrder.Id != basis.Metadata.SortOrder.Id
            || evolution.Properties.Keys.Any(key => newest.Properties.GetValueOrDefault(key) != basis.Metadata.Properties.GetValueOrDefault(key)))
            throw Conflict(basis, "they were changed since the table was loaded. Load it again and decide anew.");
    }

    private static CommitConflictException Conflict(IcebergTableState basis, string why) =>
        new($"Cannot change the columns of table '{basis.Location}': {why}") { Adapter = IcebergErrors.Adapter, Operation = "evolve" };

    // The content of the next version; null when the table is so already.
    private ReadOnlyMemory<byte>? Write(TableFolder folder, LoadedMetadata newest, TableLocation table, TableEvolution evolution)
    {
        TableMetadata basis = newest.Metadata;
        SchemaChange change = SchemaChange.Create(table, basis, evolution);
        int schemaId = FindSame(basis, change.Fields) ?? basis.Schemas.Keys.Max() + 1;
        Dictionary<string, string> properties = Properties(basis, change.Fields, evolution);
        LayoutChange layout = LayoutChange.Create(basis, change.Fields, evolution);
        bool isSame = schemaId == basis.CurrentSchema.Id && layout.Spec.Id == basis.DefaultSpec.Id && layout.Order.Id == basis.SortOrder.Id && properties.Count == basis.Properties.Count && properties.All(p => basis.Properties.GetValueOrDefault(p.Key) == p.Value);
        if (isSame)
            return null;
        long now = Math.Max(time.GetUtcNow().ToUnixTimeMilliseconds(), basis.LastUpdatedMs + 1);
        return TableMetadataWriter.WriteEvolved(basis, folder.ToUri(newest.Path), schemaId, change, layout, properties, now);
    }

    // A schema that the table had before is its schema again.
    private static int? FindSame(TableMetadata basis, IReadOnlyList<IcebergField> fields) => basis.Schemas.Values
        .Where(s => TextOf(s.Fields, s.IdentifierFieldIds) == TextOf(fields, basis.CurrentSchema.IdentifierFieldIds)).OrderByDescending(s => s.Id == basis.CurrentSchema.Id).FirstOrDefault()?.Id;

    private static string TextOf(IReadOnlyList<IcebergField> fields, IReadOnlyList<int> key) => JsonText.Write(writer => IcebergSchema.Write(writer, 0, fields, key));

    private static Dictionary<string, string> Properties(TableMetadata basis, IReadOnlyList<IcebergField> fields, TableEvolution evolution)
    {
        Dictionary<string, string> properties = new(basis.Properties, StringComparer.Ordinal);
        foreach ((string key, string value) in evolution.Properties)
            properties[key] = value;
        IcebergField[] withheld = [.. fields.Where(f => evolution.WithoutBounds.Contains(f.Name) || f.AllIds.Any(basis.WithoutBounds.Contains))];
        if (withheld.Length == 0)
            return properties;
        // Names below are those of today: what had bounds withheld under a former name has them withheld under its new one.
        foreach ((string key, string value) in TableDefinitions.Withhold(withheld))
            properties[key] = value;
        properties[TableMetadata.WithoutBoundsProperty] = string.Join(',', basis.WithoutBounds.Union(withheld.SelectMany(f => f.AllIds)).Order().Select(id => id.ToString(CultureInfo.InvariantCulture)));
        return properties;
    }
}
