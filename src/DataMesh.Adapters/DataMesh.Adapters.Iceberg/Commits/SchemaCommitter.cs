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
        TableFolder folder = basis.Folder;
        LoadedMetadata known = basis.Loaded;
        for (int attempt = 1; attempt <= options.CommitAttempts; attempt++)
        {
            known = await metadata.LoadNewestAsync(folder, known, cancellationToken).ConfigureAwait(false)
                ?? throw IcebergErrors.Corrupt(folder.Metadata, "the table's metadata files have disappeared");
            if (known.Metadata.TableId != basis.TableId || known.Metadata.CurrentSchema.Id != basis.Metadata.CurrentSchema.Id
                || known.Metadata.DefaultSpec.Id != basis.Metadata.DefaultSpec.Id || known.Metadata.SortOrder.Id != basis.Metadata.SortOrder.Id
                || evolution.Properties.Keys.Any(key => known.Metadata.Properties.GetValueOrDefault(key) != basis.Metadata.Properties.GetValueOrDefault(key)))
                throw new CommitConflictException($"Cannot change the columns of table '{basis.Location}': they were changed since the table was loaded. Load it again and decide anew.") { Adapter = IcebergErrors.Adapter, Operation = "evolve" };
            if (Write(folder, known, basis.Location, evolution) is not { } content)
                return known;
            LoadedMetadata next = MetadataStore.Parse(folder, known.Version + 1, content.Span);
            cancellationToken.ThrowIfCancellationRequested();
            string ours = next.Metadata.Root.GetRawText();
            if (await _put.PutAsync(folder, next.Version, content, found => found.Root.GetRawText() == ours).ConfigureAwait(false))
            {
                await metadata.WriteHintAsync(folder, next.Version).ConfigureAwait(false);
                return next;
            }
            logger.CommitLost(basis.Location, next.Version, attempt);
        }
        throw new CommitConflictException($"Cannot change the columns of table '{basis.Location}': other writers were faster {options.CommitAttempts} times (IcebergOptions.CommitAttempts). Try again.") { Adapter = IcebergErrors.Adapter, Operation = "evolve" };
    }

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
