using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace DataMesh;

/// <summary>Declares one output port.</summary>
/// <typeparam name="T">The record that is the contract.</typeparam>
public abstract class OutputPortBuilder<T>
    where T : IDataSchema<T>
{
    /// <summary>Says what one row is.</summary>
    public abstract OutputPortBuilder<T> Describe(string description);

    /// <summary>Sets the contract's version, <c>major.minor.patch</c>. Default 1.0.0.</summary>
    public abstract OutputPortBuilder<T> Version(SemanticVersion version);

    /// <summary>Says where the port stands: proposed, a draft, which may change without notice, or active, the default. It moves forward only; what comes after active is said by <see cref="IDataMesh.Lifecycle"/>.</summary>
    public abstract OutputPortBuilder<T> Status(LifecycleStatus status);

    /// <summary>Sets what publishing does. Default: upsert for a record with a key, append for one without, replace for a derived port.</summary>
    public abstract OutputPortBuilder<T> Mode(PublishMode mode);

    /// <summary>Partitions the port's table by a column. It may change with the version: files that are there keep the partitioning that they were written with.</summary>
    public abstract OutputPortBuilder<T> PartitionBy<TColumn>(Expression<Func<T, TColumn>> column, PartitionTransform transform = default);

    /// <summary>Lets maintenance sort the rows in the files of the port's table by a column, so that conditions on it open fewer files. Called again, for rows that are equal so far.</summary>
    /// <remarks>Publishing does not sort. Readers get no order from it. It may change with the version.</remarks>
    public abstract OutputPortBuilder<T> SortBy<TColumn>(Expression<Func<T, TColumn>> column, bool descending = false);

    /// <summary>Says what rows are held against when they are published, beyond what the record says. The rules are part of the contract. Called again, for more rules.</summary>
    public abstract OutputPortBuilder<T> Expect(Action<QualityRules<T>> rules);

    /// <summary>Says what consumers may rely on: how fresh, how complete, for how long. Part of the contract, and measured by <see cref="IInputPort.CheckPromiseAsync"/>. Called again, for more.</summary>
    public abstract OutputPortBuilder<T> Promise(Action<ServiceLevels> objectives);

    /// <summary>Gives sight of the port. Without a grant nobody but the product itself may read.</summary>
    /// <param name="name">What explanations and audit records call the grant; unique among the port's grants, offers and rules.</param>
    /// <param name="grant">Says to whom, for which purposes, and what they see.</param>
    /// <param name="file">Leave away: where the grant is written, for explanations to the owner. Only the file's name is kept.</param>
    /// <param name="line">Leave away.</param>
    public abstract OutputPortBuilder<T> Grant(string name, Action<GrantBuilder<T>> grant, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0);

    /// <summary>Says what may be given for a purpose. Nobody sees anything by it until an <see cref="AccessAgreement"/> is approved.</summary>
    /// <param name="name">What agreements call the offer, and its purpose unless <paramref name="offer"/> says others.</param>
    /// <param name="offer">Says for which purposes and what it shows; null: everything, with confidential columns as null.</param>
    /// <param name="file">Leave away: where the offer is written.</param>
    /// <param name="line">Leave away.</param>
    public abstract OutputPortBuilder<T> Offer(string name, Action<OfferBuilder<T>>? offer = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0);

    /// <summary>Forbids some columns, some rows or the whole port, whatever grants and agreements say.</summary>
    /// <param name="name">What explanations and audit records call the rule.</param>
    /// <param name="prohibition">Says what, and to whom; null: the whole port, to everybody.</param>
    /// <param name="file">Leave away: where the rule is written.</param>
    /// <param name="line">Leave away.</param>
    public abstract OutputPortBuilder<T> Prohibit(string name, Action<ProhibitionBuilder<T>>? prohibition = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0);

    /// <summary>Leaves only rows for which a condition is true, whatever grants and agreements say.</summary>
    /// <param name="name">What explanations and audit records call the rule.</param>
    /// <param name="rows">The condition.</param>
    /// <param name="scope">Says whom it binds; null: everybody.</param>
    /// <param name="file">Leave away: where the rule is written.</param>
    /// <param name="line">Leave away.</param>
    public abstract OutputPortBuilder<T> RestrictRows(string name, Expression<Func<T, bool>> rows, Action<RowFilterBuilder>? scope = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0);

    /// <summary>Leaves only rows for which a filter is true, whatever grants and agreements say.</summary>
    /// <param name="name">What explanations and audit records call the rule.</param>
    /// <param name="rows">The filter; unknown is not true.</param>
    /// <param name="scope">Says whom it binds; null: everybody.</param>
    /// <param name="file">Leave away: where the rule is written.</param>
    /// <param name="line">Leave away.</param>
    public abstract OutputPortBuilder<T> RestrictRows(string name, Filter rows, Action<RowFilterBuilder>? scope = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0);

    /// <summary>Masks columns at least so strongly, whatever grants and agreements say.</summary>
    /// <param name="name">What explanations and audit records call the rule.</param>
    /// <param name="mask">The mask.</param>
    /// <param name="columns">Says which columns, by name, level or category, and whom the rule binds.</param>
    /// <param name="file">Leave away: where the rule is written.</param>
    /// <param name="line">Leave away.</param>
    public abstract OutputPortBuilder<T> MaskColumns(string name, Mask mask, Action<ColumnMaskBuilder<T>> columns, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0);

    /// <summary>Lets rows be read for a time after the <see cref="EventTimeAttribute"/> column says their fact happened: on every path, old snapshots included.</summary>
    public abstract OutputPortBuilder<T> Retain(TimeSpan period);

    /// <summary>Names the regions in which the data may lie; a root that lies elsewhere, or does not say where, is refused when rows are published. Default: any.</summary>
    public abstract OutputPortBuilder<T> Residency(params ReadOnlySpan<string> regions);

    /// <summary>Keeps bounds of a confidential column in metadata and files, because filters need them. Then raw metadata and files of the table never leave.</summary>
    public abstract OutputPortBuilder<T> KeepBounds<TColumn>(Expression<Func<T, TColumn>> column);

    /// <summary>Adds grants, offers, rules and classifications from the text form described in <c>docs/protocol/policy.md</c>; fields are bound by name.</summary>
    /// <param name="yaml">The entry of one port, without <c>port</c> and <c>major</c>.</param>
    /// <exception cref="DataMeshException">The text cannot be understood; the message holds line and column.</exception>
    public abstract OutputPortBuilder<T> PolicyFrom([StringSyntax("yaml")] string yaml);

    /// <summary>Derives the port by code.</summary>
    public abstract OutputPortBuilder<T> From<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TTransformation>()
        where TTransformation : Transformation<T>;

    /// <summary>Says when a host refreshes the derived port; without it, only <see cref="IDataMesh.RefreshAsync"/> does. Of several replicas one does the work.</summary>
    public abstract OutputPortBuilder<T> Refresh(Action<RefreshTriggers> when);

    /// <summary>Says which rows of an input a partition of the derived port is made from, so that <see cref="IDataMesh.RefreshIfChangedAsync"/> and a host make only touched partitions anew.</summary>
    /// <remarks>
    /// A promise about the derivation: every row of a partition follows from rows of the input that the column puts into the same partition, and from nothing else of it. Touched are the partitions of rows
    /// that have changed, as the product sees them. Everything is made anew where that cannot be told: an input without such a rule has changed, the definition, a contract version or what the product
    /// may see is another one, a position has expired, the port was changed by something else, a quality rule speaks of all rows of a publish, or more than 1,000 partitions are touched. Once for each input.
    /// </remarks>
    /// <param name="partition">The column by which the port is partitioned: by itself, or by year, month, day or hour.</param>
    /// <param name="column">The column of the input that has the same values, or times of the same period: <c>(Reading r) => r.At</c>.</param>
    /// <param name="input">The name of the input; null when the product declares one of that record.</param>
    public abstract OutputPortBuilder<T> RebuildBy<TInput, TPartition, TColumn>(Expression<Func<T, TPartition>> partition, Expression<Func<TInput, TColumn>> column, string? input = null)
        where TInput : IDataSchema<TInput>;

    /// <summary>Says how long the port keeps what is no longer its current state, for the maintenance of the host and for <see cref="IOutputPort.MaintainAsync"/> without options.</summary>
    public abstract OutputPortBuilder<T> Maintain(MaintenanceOptions options);

    /// <summary>Says that a column of a derived port is less sensitive than what it is made from. Every snapshot records it, with the reason.</summary>
    /// <param name="column">The column.</param>
    /// <param name="reason">Why, for example that groups are large.</param>
    /// <param name="approvedBy">Who decided.</param>
    public abstract OutputPortBuilder<T> Declassify<TColumn>(Expression<Func<T, TColumn>> column, string reason, string approvedBy);

    /// <summary>Keeps this major version alive beside a newer one: a publish of the newer one also publishes here, each row turned into what this version's readers know.</summary>
    /// <remarks>
    /// The newer major version is declared under the same port name with the record <typeparamref name="TNewer"/>, and may itself be made from a newer one. Both have the same mode: append, upsert or replace. This version keeps its own
    /// contract, quality rules, policy and table, and is published by nothing else; deletes, erasures and rollbacks are done in each version. Nothing is visible in any version unless all of them accept
    /// their rows. They are committed one after the other, the oldest first, under one run: see <see cref="PartialPublishException"/>. A retired version is left out.
    /// </remarks>
    /// <param name="map">Makes the row of this version; called once for each published row, from any thread. It gets the row as it is stored, and must not return null.</param>
    /// <typeparam name="TNewer">The record of the newer major version.</typeparam>
    public abstract OutputPortBuilder<T> MapFrom<TNewer>(Func<TNewer, T> map)
        where TNewer : IDataSchema<TNewer>;

    /// <summary>Derives the port by one SELECT over the product's declared inputs, by their names.</summary>
    public abstract OutputPortBuilder<T> FromSql([StringSyntax("sql")] string select);
}
