namespace DataMesh.Tests.Policies;

/// <summary>A bug seeded into the shipped sources: a text that stands there exactly once, and what stands there instead.</summary>
/// <param name="Name">The bug.</param>
/// <param name="File">The source, relative to <c>src/DataMesh.Sdk</c>.</param>
/// <param name="Changes">What is replaced by what.</param>
internal sealed record Mutant(string Name, string File, params (string Find, string Replace)[] Changes)
{
    public override string ToString() => Name;

    /// <summary>The one that no reader sees: bounds of confidential columns stay in metadata and footers.</summary>
    public static Mutant KeptBounds { get; } = new("bounds of confidential columns are written", "Policies/ColumnRules.cs", ("!c.KeepBounds && (c.Level >= Classification.Confidential ||", "!c.KeepBounds && (c.Level > Classification.Restricted ||"));

    /// <summary>All that are compiled in.</summary>
    public static IReadOnlyList<Mutant> Seeded => [.. All, .. OfFeeds];

    /// <summary>The bugs of feeds, which only histories show.</summary>
    public static IReadOnlyList<Mutant> OfFeeds { get; } =
    [
        new("a feed goes on under another decision", "Changes/ChangeWalk.cs", ("if (state.Sight != _fresh.Sight)", "if (state.Sight.Length != _fresh.Sight.Length)")),
        new("a row comes twice when a feed is resumed", "Changes/ChangeStep.cs", ("Place = _last.Next }", "Place = _last }")),
        new("of equal rows all count as unchanged when one is", "Changes/RemovedRows.cs", ("        _isTaken[id] = true;\n", "        _isTaken[id] = false;\n        heads[bytes.ToArray()] = id + 1;\n")),
        new("deletes are left out", "Changes/ChangeStep.cs", ("page.Delete(batch, row);\n            _last = place;", "_last = place;")),
        new("what lies behind expired history is skipped", "Changes/ChangeWalk.cs", ("return newer[^1].ParentId is null ? ChangeReset.RolledBack : ChangeReset.HistoryExpired;", "return null;"), ("return ChangeReset.HistoryExpired;", "return null;")),
    ];

    /// <summary>The bugs that policy engines are known for, one of each kind.</summary>
    public static IReadOnlyList<Mutant> All { get; } =
    [
        KeptBounds,
        new("columns of one grant show in the rows of another", "Policies/ColumnPolicy.cs",
            ("(_column.Choices[i].Grants & word) == 0)", "(_column.Choices[i].Grants & word) == 0 && i < _column.Choices.Count - 1)")),
        new("the weakest mask of any grant, whether or not it matches the row", "Policies/ColumnPolicy.cs",
            ("while (i < _column.Choices.Count && (_column.Choices[i].Grants & word) == 0)", "while (i < _column.Choices.Count && _column.Choices[i].Grants == 0)")),
        new("the purpose of one grant activates another", "Policies/PolicyEvaluation.cs",
            ("s => IsInForce(s) &&", "s => s.IsInForce(now) && received.Any(r => _purposes.Covers(r.Purposes, purpose)) &&")),
        new("the region of one grant activates another", "Policies/PolicyEvaluation.cs",
            ("&& IsInRegion(s.Regions))]", "&& received.Any(r => IsInRegion(r.Regions)))]")),
        new("an agreement or validity in force activates what is not", "Policies/PolicyEvaluation.cs",
            ("s => IsInForce(s) &&", "s => received.Any(r => r.IsInForce(now)) && _purposes.Covers(s.Purposes, purpose) &&")),
        new("a purpose does not hold for those below it", "Policies/PurposeTree.cs", ("asked = definitions.FirstOrDefault(d => d.Purpose == asked)?.Parent ?? default;", "asked = default;")),
        new("row filters of rules are ignored", "Policies/RuleSet.cs", ("Restrict(conditions.Bind(filter.Rows));", "_ = conditions.Bind(filter.Rows);")),
        new("masks of rules are ignored", "Policies/RuleSet.cs", ("Raise(id, mask.Mask);", "_ = mask.Mask;")),
        new("prohibited columns are shown", "Policies/RuleSet.cs", ("_excluded.Add(columns.FindId(name) ?? throw PolicyMisfitException.Unbound(name));", "_ = name;")),
        new("unknown passes a rule", "Policies/RowPolicy.cs", ("truth[i] == TruthValue.True && word != 0", "truth[i] != TruthValue.False && word != 0")),
        new("retention is ignored", "Policies/RuleSet.cs", ("set.Restrict(conditions.Bind(decision.Policy?.Retention));", "_ = conditions;")),
        new("confidential columns are shown where a grant says nothing", "Policies/GrantSight.cs", ("Mask.Null", "Mask.None")),
        new("the consumer's predicate is pushed down on masked columns", "Policies/EnforcementScan.cs", ("c.MayPrune && c.Stored.Name == name", "c.Stored.Name == name")),
        new("batch sizes count hidden rows", "Policies/EnforcementScan.cs", ("return filter is null && Plan.IsUnrestricted ? rows", "return filter is null ? rows")),
        new("cached decisions are shared by purposes", "Policies/DecisionKey.cs", ("        hash.Add(_purpose);\n", ""), ("_purpose == other._purpose && ", "")),
        new("cached decisions are shared by principals with other attributes", "Policies/DecisionKey.cs",
            ("_attributes = [.. principal.Attributes];", "_attributes = [];")),
        new("cached decisions are shared by principals with other roles", "Policies/DecisionKey.cs", ("_roles = [.. principal.Roles];", "_roles = [];")),
        new("cached decisions are shared by policy epochs", "Policies/DecisionKey.cs", ("        hash.Add(_head);\n", ""), ("_head == other._head && _epoch == other._epoch && ", "")),
    ];
}
