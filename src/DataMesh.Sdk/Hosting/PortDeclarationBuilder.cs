using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq.Expressions;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh;

internal sealed class PortDeclarationBuilder<T>(PortName portName) : OutputPortBuilder<T>
    where T : IDataSchema<T>
{
    private readonly List<PartitionField> _partitioning = [];
    private readonly List<SortField> _sortOrder = [];
    private readonly PortPolicyDeclaration _policy = new(portName);
    private string? _description;
    private SemanticVersion _version = new(1, 0, 0);
    private LifecycleStatus _status = LifecycleStatus.Active;
    private PublishMode? _mode;
    private readonly List<Declassification> _declassified = [];
    private readonly List<ServiceLevelObjective> _promise = [];
    private readonly List<QualityRule> _quality = [];
    private decimal? _quarantineLimit;
    private Derivation? _derivation;
    private readonly List<RebuildRule> _rebuild = [];
    private RefreshPlan? _refresh;
    private MaintenanceOptions? _maintenance;
    private MajorMap? _map;

    public override OutputPortBuilder<T> Describe(string description)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(description);
        _description = description;
        return this;
    }

    public override OutputPortBuilder<T> Version(SemanticVersion version)
    {
        _version = version;
        return this;
    }

    public override OutputPortBuilder<T> Status(LifecycleStatus status)
    {
        if (status is not (LifecycleStatus.Proposed or LifecycleStatus.Draft or LifecycleStatus.Active))
            throw new ArgumentOutOfRangeException(nameof(status), $"The status of '{portName}' in code is Proposed, Draft or Active: what comes after is an act of its own, see IDataMesh.Lifecycle.");
        _status = status;
        return this;
    }

    public override OutputPortBuilder<T> Mode(PublishMode mode)
    {
        if (!Enum.IsDefined(mode))
            throw new ArgumentOutOfRangeException(nameof(mode));
        _mode = mode;
        return this;
    }

    public override OutputPortBuilder<T> PartitionBy<TColumn>(Expression<Func<T, TColumn>> column, PartitionTransform transform = default)
    {
        ArgumentNullException.ThrowIfNull(column);
        SchemaProperty property = DeclaredColumn.Of<T>(column);
        if (ColumnLevels.Of(property, null).Level >= Classification.Confidential)
            throw new ArgumentException($"Cannot partition '{portName}' by '{property.Name}': it is confidential or stricter, and partition values are visible in file names and metadata. Partition by another column.", nameof(column));
        if (!transform.Supports(property.Type))
            throw new ArgumentException($"Cannot partition '{portName}' by {transform} of '{property.Name}': the transform has no result for the type {property.Type}. Use another transform or column.", nameof(transform));
        _partitioning.Add(new PartitionField { Column = property.Name, Transform = transform });
        return this;
    }

    public override OutputPortBuilder<T> SortBy<TColumn>(Expression<Func<T, TColumn>> column, bool descending = false)
    {
        ArgumentNullException.ThrowIfNull(column);
        SchemaProperty property = DeclaredColumn.Of<T>(column);
        if (ColumnLevels.Of(property, null).Level >= Classification.Confidential)
            throw new ArgumentException($"Cannot sort '{portName}' by '{property.Name}': it is confidential or stricter, and the order of rows tells of its values. Sort by another column.", nameof(column));
        if (property.Type.IsNested)
            throw new ArgumentException($"Cannot sort '{portName}' by '{property.Name}': it holds structs, lists or maps. Sort by columns of single values.", nameof(column));
        if (_sortOrder.Exists(f => f.Column == property.Name))
            throw new ArgumentException($"'{portName}' is sorted twice by '{property.Name}': call SortBy once for each column.", nameof(column));
        _sortOrder.Add(new SortField { Column = property.Name, Descending = descending });
        return this;
    }

    public override OutputPortBuilder<T> Expect(Action<QualityRules<T>> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        QualityDeclarationBuilder<T> builder = new(portName, _quality);
        rules(builder);
        _quarantineLimit = builder.QuarantineLimit ?? _quarantineLimit;
        return this;
    }

    public override OutputPortBuilder<T> Promise(Action<ServiceLevels> objectives)
    {
        ArgumentNullException.ThrowIfNull(objectives);
        objectives(new ServiceLevelDeclarationBuilder(portName, T.Schema, _promise));
        return this;
    }

    public override OutputPortBuilder<T> Grant(string name, Action<GrantBuilder<T>> grant, string file = "", int line = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(grant);
        GrantDeclarationBuilder<T> builder = new(name, portName);
        grant(builder);
        _policy.Add(builder.Build(Origin(file, line)));
        return this;
    }

    public override OutputPortBuilder<T> Offer(string name, Action<OfferBuilder<T>>? offer = null, string file = "", int line = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        OfferDeclarationBuilder<T> builder = new(name, portName);
        offer?.Invoke(builder);
        _policy.Add(builder.Build(Origin(file, line)));
        return this;
    }

    public override OutputPortBuilder<T> Prohibit(string name, Action<ProhibitionBuilder<T>>? prohibition = null, string file = "", int line = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ProhibitionDeclarationBuilder<T> builder = new(name);
        prohibition?.Invoke(builder);
        _policy.Add(builder.Build(Origin(file, line)));
        return this;
    }

    public override OutputPortBuilder<T> RestrictRows(string name, Expression<Func<T, bool>> rows, Action<RowFilterBuilder>? scope = null, string file = "", int line = 0) =>
        RestrictRows(name, Filter.FromPolicy(rows), scope, file, line);

    public override OutputPortBuilder<T> RestrictRows(string name, Filter rows, Action<RowFilterBuilder>? scope = null, string file = "", int line = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(rows);
        RowFilterDeclarationBuilder builder = new(name);
        scope?.Invoke(builder);
        _policy.Add(builder.Build(rows, Origin(file, line)));
        return this;
    }

    public override OutputPortBuilder<T> MaskColumns(string name, Mask mask, Action<ColumnMaskBuilder<T>> columns, string file = "", int line = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(columns);
        ColumnMaskDeclarationBuilder<T> builder = new(name);
        columns(builder);
        _policy.Add(builder.Build(mask, Origin(file, line)));
        return this;
    }

    public override OutputPortBuilder<T> Retain(TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(period, TimeSpan.Zero);
        SchemaProperty column = T.Schema.Properties.FirstOrDefault(p => p.IsEventTime)
            ?? throw new InvalidOperationException($"The port '{portName}' retains rows for a time, but '{typeof(T).Name}' does not say when their fact happened: put [EventTime] on that property.");
        _policy.Retain(new Retention { Column = column.Name, Period = period });
        return this;
    }

    public override OutputPortBuilder<T> Residency(params ReadOnlySpan<string> regions)
    {
        _policy.Reside(regions);
        return this;
    }

    public override OutputPortBuilder<T> KeepBounds<TColumn>(Expression<Func<T, TColumn>> column)
    {
        _policy.KeepBounds(DeclaredColumn.Of<T>(column).Name);
        return this;
    }

    public override OutputPortBuilder<T> PolicyFrom([StringSyntax("yaml")] string yaml)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        _policy.Add(PolicyText.Read($"policy of {portName}", yaml));
        return this;
    }

    public override OutputPortBuilder<T> From<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TTransformation>()
    {
        Derive(new CodeDerivation<T>(typeof(TTransformation), provider => ActivatorUtilities.CreateInstance<TTransformation>(provider)));
        return this;
    }

    public override OutputPortBuilder<T> FromSql([StringSyntax("sql")] string select)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(select);
        Derive(new SqlDerivation(select));
        return this;
    }

    public override OutputPortBuilder<T> Declassify<TColumn>(Expression<Func<T, TColumn>> column, string reason, string approvedBy)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        ArgumentException.ThrowIfNullOrWhiteSpace(approvedBy);
        _declassified.Add(new Declassification(DeclaredColumn.Of<T>(column).Name, reason, approvedBy));
        return this;
    }

    public override OutputPortBuilder<T> Refresh(Action<RefreshTriggers> when)
    {
        ArgumentNullException.ThrowIfNull(when);
        RefreshPlanBuilder builder = new();
        when(builder);
        _refresh = builder.Build(portName);
        return this;
    }

    public override OutputPortBuilder<T> RebuildBy<TInput, TPartition, TColumn>(Expression<Func<T, TPartition>> partition, Expression<Func<TInput, TColumn>> column, string? input = null)
    {
        ArgumentNullException.ThrowIfNull(partition);
        ArgumentNullException.ThrowIfNull(column);
        SchemaProperty source = DeclaredColumn.Of<TInput>(column);
        _rebuild.Add(new RebuildRule(DeclaredColumn.Of<T>(partition).Name, typeof(TInput), input, source.Name, source.Type));
        return this;
    }

    public override OutputPortBuilder<T> Maintain(MaintenanceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.DryRun)
            throw new ArgumentException($"The maintenance of '{portName}' cannot be declared as a dry run: pass DryRun to MaintainAsync.", nameof(options));
        _maintenance = options;
        return this;
    }

    public override OutputPortBuilder<T> MapFrom<TNewer>(Func<TNewer, T> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        if (_map is not null)
            throw new InvalidOperationException($"The port '{portName}' is made from two newer major versions: call MapFrom once.");
        _map = new MajorMap<TNewer, T>(map);
        return this;
    }

    internal PortDeclaration<T> Build()
    {
        PublishMode mode = _mode ?? (_derivation is not null ? PublishMode.Replace : T.Schema.Key.Count > 0 ? PublishMode.Upsert : PublishMode.Append);
        if (mode == PublishMode.ReplacePartitions && _partitioning.Count == 0)
            throw new InvalidOperationException($"The port '{portName}' has the mode ReplacePartitions, but no partitions: call PartitionBy, or choose the mode Replace.");
        if (mode == PublishMode.Upsert && T.Schema.Key.Count == 0)
            throw new InvalidOperationException($"The port '{portName}' has the mode Upsert, but '{typeof(T).Name}' has no key: put [Key] on the properties that identify a row, or choose another Mode.");
        if (_derivation is null && _declassified.Count > 0)
            throw new InvalidOperationException($"The port '{portName}' is not derived, so there is nothing to declassify: say with [Classified] how sensitive '{_declassified[0].Column}' is.");
        if (_derivation is null && _refresh is not null)
            throw new InvalidOperationException($"The port '{portName}' is not derived, so there is nothing to refresh: declare it with From or FromSql, or leave Refresh away.");
        foreach (RebuildRule rule in _rebuild)
            DemandRebuild(rule, mode);
        PortPolicy policy = _policy.Build(_version.Major);
        if (policy.Retention is { } retention && _promise.FirstOrDefault(o => o.Level == ServiceLevel.RetainedFor && o.Time > retention.Period) is { } promised)
            throw new InvalidOperationException($"The port '{portName}' promises that {promised.Describe()}, but Retain lets them be read for {retention.Period} only: promise less, or retain them longer.");
        return new PortDeclaration<T>
        {
            Name = portName,
            Description = _description ?? T.Schema.Description,
            Version = _version,
            Status = _status,
            Mode = mode,
            Partitioning = [.. _partitioning],
            SortOrder = [.. _sortOrder],
            Policy = policy,
            Derivation = _derivation,
            Rebuild = [.. _rebuild],
            Refresh = _refresh,
            Maintenance = _maintenance,
            Map = _map,
            Declassified = [.. _declassified],
            Promise = [.. _promise],
            Quality = [.. _quality],
            QuarantineLimit = _quarantineLimit ?? QualityYaml.DefaultQuarantineLimit,
        };
    }

    private void DemandRebuild(RebuildRule rule, PublishMode mode)
    {
        if (_derivation is null || mode != PublishMode.Replace)
            throw new InvalidOperationException($"RebuildBy of '{portName}' is for derived ports that are replaced: declare it with From or FromSql and the mode Replace, or leave RebuildBy away.");
        PartitionField[] fields = [.. _partitioning.Where(p => p.Column == rule.Partition)];
        if (fields.Length != 1 || rule.Partition != _rebuild[0].Partition)
            throw new InvalidOperationException($"RebuildBy of '{portName}' names '{rule.Partition}', by which the port is not partitioned, or not once, or not in every call: call PartitionBy with that column, and RebuildBy with one partition.");
        if (rule.FindObstacle(fields[0].Transform, T.Schema.Find(rule.Partition)!.Type) is { } obstacle)
            throw new InvalidOperationException($"RebuildBy of '{portName}' cannot use the column '{rule.Column}' of '{rule.Input.Name}': {obstacle}. Use a column of the same type, or partition by year, month, day or hour.");
    }

    private void Derive(Derivation derivation)
    {
        if (_derivation is not null)
            throw new InvalidOperationException($"The port '{portName}' is derived twice: call From or FromSql once.");
        _derivation = derivation;
    }

    // Paths of the machine that compiled it are nobody's business.
    private static string? Origin(string file, int line) => string.IsNullOrEmpty(file) ? null
        : string.Create(CultureInfo.InvariantCulture, $"{file[(file.LastIndexOfAny(['/', '\\']) + 1)..]}:{line}");
}
