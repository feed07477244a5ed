using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;

namespace DataMesh;

/// <summary>Says what the rows of a port are held against when they are published. Every rule becomes part of the contract.</summary>
/// <remarks>
/// A rule of severity <see cref="Severity.Error"/> about single rows sends the rows that break it to quarantine; one about all rows refuses the publish. With
/// <see cref="Severity.Warning"/> both only report. A rule holds unless it is false: a value that is missing breaks only what asks for the value.
/// </remarks>
/// <typeparam name="T">The port's record.</typeparam>
public abstract class QualityRules<T>
    where T : IDataSchema<T>
{
    /// <summary>A condition on single rows, translated by <see cref="Filter.FromRule{T}"/>: a comparison with a column that has no value does not break it.</summary>
    /// <param name="name">What results, messages and the quarantine call the rule; unique among the port's rules.</param>
    /// <param name="holds">The condition that rows must not make false.</param>
    /// <param name="severity">What happens to rows that break it.</param>
    /// <param name="dimension">Which quality it is about.</param>
    /// <exception cref="ArgumentException">The lambda uses something that cannot run where the data is; the message names the sub-expression and the way out.</exception>
    public abstract QualityRules<T> Row(string name, Expression<Func<T, bool>> holds, Severity severity = Severity.Error, QualityDimension dimension = QualityDimension.Accuracy);

    /// <summary>A condition on single rows, built by hand.</summary>
    /// <param name="name">What results, messages and the quarantine call the rule; unique among the port's rules.</param>
    /// <param name="holds">The filter that rows must not make false; unknown is not false.</param>
    /// <param name="severity">What happens to rows that break it.</param>
    /// <param name="dimension">Which quality it is about.</param>
    public abstract QualityRules<T> Row(string name, Filter holds, Severity severity = Severity.Error, QualityDimension dimension = QualityDimension.Accuracy);

    /// <summary>Every row has a value in a column that the record lets be null.</summary>
    public abstract QualityRules<T> NotNull(Expression<Func<T, object?>> column, Severity severity = Severity.Error);

    /// <summary>The values of a column lie between two, both included; without a value the rule holds.</summary>
    /// <param name="column">The column.</param>
    /// <param name="atLeast">The least value; <see cref="ScalarValue.Null"/> for no limit.</param>
    /// <param name="atMost">The greatest value; <see cref="ScalarValue.Null"/> for no limit.</param>
    /// <param name="severity">What happens to rows that break it.</param>
    public abstract QualityRules<T> Range(Expression<Func<T, object?>> column, ScalarValue atLeast = default, ScalarValue atMost = default, Severity severity = Severity.Error);

    /// <summary>The text of a column matches a regular expression as a whole; without a text the rule holds.</summary>
    public abstract QualityRules<T> Pattern(Expression<Func<T, object?>> column, [StringSyntax(StringSyntaxAttribute.Regex)] string pattern, Severity severity = Severity.Error);

    /// <summary>A column has one of some values; without a value the rule holds.</summary>
    public abstract QualityRules<T> OneOf(Expression<Func<T, object?>> column, IReadOnlyList<ScalarValue> values, Severity severity = Severity.Error);

    /// <summary>Every accepted row names a row of another port. Exact, whatever the number of rows; the product reads the key columns of the other port with every publish, under the policy of that port.</summary>
    /// <typeparam name="TOther">A record with the key columns of the other port.</typeparam>
    /// <typeparam name="TKey">The type of the key.</typeparam>
    /// <param name="key">A column, or several: <c>x => new { x.Carrier, x.Number }</c>. A row that misses a value of the key holds.</param>
    /// <param name="port">The other port.</param>
    /// <param name="otherKey">Its columns, in the same order.</param>
    /// <param name="purpose">Why the product reads it.</param>
    /// <param name="severity">What happens when a row names none.</param>
    public abstract QualityRules<T> References<TOther, TKey>(Expression<Func<T, TKey>> key, PortReference port, Expression<Func<TOther, TKey>> otherKey, Purpose purpose = default, Severity severity = Severity.Error)
        where TOther : IDataSchema<TOther>;

    /// <summary>The number that a statement gives lies between bounds: by default it is 0, as of a count of rows that must not be. It runs over the rows that the port would have, before any of them is visible.</summary>
    /// <param name="name">What results and messages call the rule; unique among the port's rules.</param>
    /// <param name="select">One SELECT that gives one number. The rows are called as the port's segment, with <c>_</c> for <c>-</c>; there is nothing else to select from. Needs a query engine in every process that publishes.</param>
    /// <param name="atLeast">The least it may be; null for no limit.</param>
    /// <param name="atMost">The greatest it may be; null for no limit.</param>
    /// <param name="severity">What happens when it lies outside.</param>
    /// <param name="dimension">Which quality it is about.</param>
    public abstract QualityRules<T> Sql(string name, [StringSyntax("sql")] string select, double? atLeast = 0, double? atMost = 0, Severity severity = Severity.Error, QualityDimension dimension = QualityDimension.Consistency);

    /// <summary>A publish has a number of accepted rows.</summary>
    /// <param name="atLeast">The least number; null for no limit.</param>
    /// <param name="atMost">The greatest number; null for no limit.</param>
    /// <param name="severity">What happens when it has another number.</param>
    public abstract QualityRules<T> RowCount(long? atLeast = null, long? atMost = null, Severity severity = Severity.Error);

    /// <summary>No two rows have the same key. Exact, whatever the number of rows: what does not fit into memory goes to temporary files.</summary>
    /// <param name="key">A column, or several: <c>x => new { x.Carrier, x.Number }</c>. A row that misses a value of the key is equal to no other.</param>
    /// <param name="severity">What happens when a key is repeated.</param>
    /// <param name="scope">Among which rows. Default: all rows of the port, for which each publish reads the key columns of what is there.</param>
    public abstract QualityRules<T> Unique<TKey>(Expression<Func<T, TKey>> key, Severity severity = Severity.Error, UniqueScope scope = UniqueScope.Port);

    /// <summary>At most a share of the rows repeats the key of another row.</summary>
    /// <param name="key">A column, or several: <c>x => new { x.Carrier, x.Number }</c>.</param>
    /// <param name="atMostShare">The share of rows, from 0 to 1.</param>
    /// <param name="severity">What happens when more do.</param>
    /// <param name="scope">Among which rows.</param>
    public abstract QualityRules<T> Duplicates<TKey>(Expression<Func<T, TKey>> key, double atMostShare, Severity severity = Severity.Error, UniqueScope scope = UniqueScope.Publish);

    /// <summary>At least a share of the rows has a value in a column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="atLeastShare">The share, from 0 to 1.</param>
    /// <param name="severity">What happens when fewer have.</param>
    public abstract QualityRules<T> Complete(Expression<Func<T, object?>> column, double atLeastShare, Severity severity = Severity.Error);

    /// <summary>The latest time in a column is not longer ago than this when the publish ends.</summary>
    public abstract QualityRules<T> Fresh(Expression<Func<T, object?>> column, TimeSpan within, Severity severity = Severity.Error);

    /// <summary>The least value of a numeric column lies between bounds.</summary>
    public abstract QualityRules<T> Minimum(Expression<Func<T, object?>> column, double? atLeast = null, double? atMost = null, Severity severity = Severity.Error);

    /// <summary>The greatest value of a numeric column lies between bounds.</summary>
    public abstract QualityRules<T> Maximum(Expression<Func<T, object?>> column, double? atLeast = null, double? atMost = null, Severity severity = Severity.Error);

    /// <summary>The mean of a numeric column lies between bounds.</summary>
    public abstract QualityRules<T> Mean(Expression<Func<T, object?>> column, double? atLeast = null, double? atMost = null, Severity severity = Severity.Error);

    /// <summary>Sets the share of a publish's rows that may go to quarantine; when more do, the publish is refused. Default 0.01.</summary>
    /// <param name="share">From 0, so that no row may, to 1.</param>
    public abstract QualityRules<T> QuarantineAtMost(double share);
}
