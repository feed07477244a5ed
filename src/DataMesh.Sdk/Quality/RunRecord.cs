using System.Buffers.Binary;
using System.Globalization;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>What one run found, as a document of the Open Observability Results Standard (OORS, a proposal of Bitol) in the product's private folder; described in <c>docs/protocol/runs.md</c>.</summary>
internal static class RunRecord
{
    private const string Published = "published";
    private const string Refused = "refused";
    private const string SqlResult = "result";
    private const string QuantilePrefix = "quantile-";

    /// <summary>Records a run. It is recorded as published only when its snapshot is known.</summary>
    public static async Task WriteAsync(MeshServices services, PortBinding port, Guid run, RunFindings findings, CancellationToken cancellationToken)
    {
        ObjectPath path = MeshLayout.Run(port.Output.TablePath, run);
        try
        {
            byte[] content = Compose(port, run, findings, services.Time.GetUtcNow());
            await services.Store.WriteAllAsync(path, content, services.Store.Capabilities.ConditionalCreate ? WriteCondition.IfAbsent : default, cancellationToken).ConfigureAwait(false);
        }
        catch (DataMeshException error) when (error.Kind == DataMeshErrorKind.AlreadyExists)
        {
            // Recorded before, by a publish whose outcome was not known at first.
        }
        catch (DataMeshException error)
        {
            Log.RunNotRecorded(services.Logger, run, port.Name.ToString(), error);
        }
    }

    /// <summary>The document. Of ports with so many columns that all figures would not fit into a file that is readable again, it holds fewer of each column.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidDefinition"/>: it does not fit without any.</exception>
    public static byte[] Compose(PortBinding port, Guid run, RunFindings findings, DateTimeOffset now)
    {
        IReadOnlyList<ColumnProfile>[] profiles =
        [
            findings.Profile, [.. findings.Profile.Select(p => p with { Quantiles = [] })],
            [.. findings.Profile.Select(p => new ColumnProfile { Column = p.Column, Values = p.Values, Nulls = p.Nulls, Distinct = p.Distinct })],
        ];
        foreach (IReadOnlyList<ColumnProfile> profile in profiles)
            if (YamlText.TryWrite(Write(port, run, findings with { Profile = profile }, now)) is { } content)
                return content;
        return YamlText.Write($"run {run:D}", Write(port, run, findings with { Profile = [] }, now));
    }

    /// <summary>True when a run is recorded as published.</summary>
    public static async Task<bool> HasPublishedAsync(ObjectStore store, PortBinding port, Guid run, CancellationToken cancellationToken)
    {
        ObjectPath path = MeshLayout.Run(port.Output.TablePath, run);
        return await store.TryReadAllAsync(path, YamlParser.MaximumBytes, cancellationToken).ConfigureAwait(false) is { } content
            && CustomProperties.Of(YamlParser.Parse(path.ToString(), content)).Values.FindText("outcome") == Published;
    }

    /// <summary>How many of the runs of the last 30 days published, of at most the newest 1,000.</summary>
    public static async Task<(int Published, int All)> CountRecentAsync(ObjectStore store, PortBinding port, DateTimeOffset now, CancellationToken cancellationToken)
    {
        const int Most = 1_000;
        ObjectPath folder = MeshLayout.Runs(port.Output.TablePath);
        List<Guid> runs = [];
        await foreach (string file in store.ListChildrenAsync(folder, cancellationToken).ConfigureAwait(false))
            if (MeshLayout.TryParseRun(file) is { } run && run.IsSince(now - TimeSpan.FromDays(30)))
                runs.Add(run);
        (int published, int all) = (0, 0);
        foreach (Guid run in runs.OrderDescending().Take(Most))
        {
            all++;
            published += await HasPublishedAsync(store, port, run, cancellationToken).ConfigureAwait(false) ? 1 : 0;
        }
        return (published, all);
    }

    // A UUIDv7 begins with its time in milliseconds.
    private static bool IsSince(this Guid run, DateTimeOffset since)
    {
        Span<byte> bytes = stackalloc byte[16];
        return run.TryWriteBytes(bytes, bigEndian: true, out _) && (BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16) >= since.ToUnixTimeMilliseconds();
    }

    /// <summary>Takes the figures out of every record of a port that are values of rows: after an erasure nothing says which rows they were of.</summary>
    public static async Task ForgetValuesAsync(ObjectStore store, PortBinding port, CancellationToken cancellationToken)
    {
        ObjectPath folder = MeshLayout.Runs(port.Output.TablePath);
        await foreach (string name in store.ListChildrenAsync(folder, cancellationToken).ConfigureAwait(false))
        {
            ObjectPath path = folder / name;
            if (await store.TryReadAllAsync(path, YamlParser.MaximumBytes, cancellationToken).ConfigureAwait(false) is not { } content)
                continue;
            YamlMapping root = YamlParser.Parse(path.ToString(), content);
            IReadOnlyList<YamlMapping> results = root.GetMappings("results");
            YamlMapping[] kept = [.. results.Where(r => !HoldsValue(r.FindText("name")))];
            int measured = kept.Count(ForgetResult);
            if (kept.Length == results.Count && measured == 0)
                continue;
            root.Set("results", YamlSequence.Of(kept));
            await store.WriteAllAsync(path, YamlText.Write(path.ToString(), root), default, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool HoldsValue(string? metric) => metric is "minimum" or "maximum" or "mean" || metric?.StartsWith(QuantilePrefix, StringComparison.Ordinal) is true;

    // What a statement gives may be a value, for example the largest one.
    private static bool ForgetResult(YamlMapping check) => check.FindMapping("measure")?.FindText("metric") == SqlResult && check.Remove("measure");

    private static YamlMapping Write(PortBinding port, Guid run, RunFindings findings, DateTimeOffset now)
    {
        YamlMapping root = new YamlMapping().Add("apiVersion", "v1.0.0").Add("kind", "ObservabilityResults").Add("id", run.ToString("D")).Add("observedAt", InstantText.Spell(now))
            .Add("source", new YamlMapping().Add("process", "publish").Add("runID", run.ToString("D")).Add("vendor", "datamesh-dotnet"))
            .Add("contract", new YamlMapping().Add("contractID", port.Name.ToString()).Add("standard", "ODCS").Add("version", port.Contract.Version.ToString()))
            .Add("results", YamlSequence.Of([.. Metrics(port, findings), .. findings.Results.Select((r, i) => Write(port, r, i))]));
        CustomProperties custom = new();
        custom.Values.Add("outcome", findings.Snapshot is null ? Refused : Published);
        if (findings.Snapshot is long snapshot)
            custom.Values.Add("snapshot", snapshot);
        custom.WriteTo(root);
        return root;
    }

    private static IEnumerable<YamlMapping> Metrics(PortBinding port, RunFindings findings)
    {
        yield return Metric(port, "rows", findings.Rows);
        yield return Metric(port, "quarantinedRows", findings.Rejected);
        foreach (ColumnProfile column in findings.Profile)
            foreach ((string metric, YamlScalar value) in Figures(column))
                yield return Metric(port, metric, value, column.Column, metric is "values" or "nulls" ? "rows" : null);
    }

    private static IEnumerable<(string Metric, YamlScalar Value)> Figures(ColumnProfile column)
    {
        yield return ("values", YamlScalar.Of(column.Values));
        yield return ("nulls", YamlScalar.Of(column.Nulls));
        if (column.Distinct is long distinct)
            yield return ("distinct", YamlScalar.Of(distinct));
        if (!column.Minimum.IsNull)
            yield return ("minimum", Spell(column.Minimum));
        if (!column.Maximum.IsNull)
            yield return ("maximum", Spell(column.Maximum));
        if (column.Mean is double mean)
            yield return ("mean", Spell(mean));
        foreach (Quantile quantile in column.Quantiles)
            yield return (string.Create(CultureInfo.InvariantCulture, $"{QuantilePrefix}{quantile.Share:0.##}"), Spell(quantile.Value));
    }

    private static YamlScalar Spell(ScalarValue value) => value.Kind is ScalarKind.Integer or ScalarKind.Decimal || (value.Kind == ScalarKind.Float && double.IsFinite(value.AsFloat())) ? YamlScalar.Number(value.ToString()) : YamlScalar.Of(value.ToString());

    private static YamlMapping Metric(PortBinding port, string name, long value) => Metric(port, name, YamlScalar.Of(value), column: null, "rows");

    private static YamlMapping Metric(PortBinding port, string name, YamlScalar value, string? column, string? unit) => new YamlMapping()
        .Add("id", column is null ? name : $"{column}-{name}").Add("type", "metric").Add("name", name).Add("status", "pass")
        .Add("target", Target(port, column is null ? [] : [column])).Add("measure", new YamlMapping().Add("metric", name).Add("value", value).AddOptional("unit", unit));

    private static YamlMapping Write(PortBinding port, QualityResult result, int index)
    {
        YamlMapping entry = new YamlMapping().Add("id", string.Create(CultureInfo.InvariantCulture, $"rule-{index + 1}")).Add("type", "check").Add("name", result.Rule.Name)
            .Add("status", EnumText.Spell(result.Status)).Add("severity", EnumText.Spell(result.Rule.Severity)).Add("dimension", EnumText.Spell(result.Rule.Dimension))
            .Add("target", Target(port, result.Rule.Columns));
        if (result.Rows is long rows)
            entry.Add("measure", new YamlMapping().Add("metric", result.Rule switch { RowCountRule => "rowCount", SqlRule => SqlResult, _ => "rowsThatBreakIt" }).Add("value", rows).AddOptional("unit", result.Rule is SqlRule ? null : "rows"));
        return entry.Add("message", result.Rule.Describe());
    }

    private static YamlMapping Target(PortBinding port, IReadOnlyList<string> columns) => new YamlMapping()
        .Add("resourceType", columns.Count == 0 ? "outputPort" : "property")
        .Add("resourceIdentifier", columns.Count == 0 ? port.Reference.ToString() : $"{port.Reference}#{string.Join(',', columns)}");
}
