namespace DataMesh.Tests.Policies;

/// <summary>What a consumer is told about a port beside its rows: contract, snapshots, explanations and the catalog say no more than the law shows.</summary>
public sealed class DescriptionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Contracts_snapshots_explanations_and_the_catalog_say_what_the_law_shows()
    {
        int allowed = 0;
        for (int seed = 1; seed <= 5; seed++)
            await foreach (PolicyCase question in World.CasesAsync(seed))
            {
                NaiveSight? sight = question.Sight;
                allowed += sight is null ? 0 : 1;
                string? difference = await ExplainAsync(question, sight) ?? await PreviewExplainAsync(question) ?? await CatalogAsync(question)
                    ?? (sight is null ? await DeniedAsync(question) : await DescribeAsync(question, sight));
                Assert.True(difference is null, $"{difference}\n{question.Describe()}");
            }
        Assert.InRange(allowed, 50, 199);
    }

    private static async Task<string?> DescribeAsync(PolicyCase question, NaiveSight sight)
    {
        IInputPort port = await question.Consumer.OpenAsync(PolicyMesh.Port, question.Asking.Purpose, Cancel);
        DataContract contract = await port.GetContractAsync(Cancel);
        if (!contract.Schema.Properties.Select(p => p.Name).SequenceEqual(sight.Columns))
            return $"the contract has [{string.Join(", ", contract.Schema.Properties.Select(p => p.Name))}], the law [{string.Join(", ", sight.Columns)}]";
        List<Snapshot> snapshots = await port.ListSnapshotsAsync(Cancel).ToListAsync(Cancel);
        if (!snapshots.Select(s => s.Id).SequenceEqual(question.Mesh.Snapshots.Select(s => s.Id)))
            return "the snapshots are others";
        if (snapshots.Any(s => s.TotalRows is not null) && !sight.IsUnrestricted(question.Mesh.Schema))
            return "a snapshot counts rows that are hidden";
        Answer answer = await Batches.ReadAsync(port.ReadBatchesAsync(cancellationToken: Cancel));
        return answer.Schema is null ? null : sight.Columns.Select(c => CheckField(question, sight, c, answer.Schema.GetFieldByName(c))).FirstOrDefault(d => d is not null);
    }

    private static string? CheckField(PolicyCase question, NaiveSight sight, string column, Apache.Arrow.Field field)
    {
        bool isRequired = question.Mesh.Schema.Find(column)!.Required;
        if (sight.MayHide(column) && !field.IsNullable)
            return $"{column} may be hidden, and the schema says it is never null";
        if (isRequired && !sight.MayHide(column) && field.IsNullable)
            return $"{column} is never hidden, and the schema says it may be null";
        bool isMarked = field.Metadata?.ContainsKey("datamesh.mask") ?? false;
        bool isClear = sight.MasksOf(column) is [NoMask] && !sight.MayHide(column);
        return isMarked == !isClear ? null : $"{column} has the masks [{string.Join(", ", sight.MasksOf(column))}] and {(isMarked ? "is" : "is not")} marked as masked";
    }

    private static async Task<string?> DeniedAsync(PolicyCase question)
    {
        DataMeshException denied = await Assert.ThrowsAnyAsync<DataMeshException>(() => question.Consumer.OpenAsync(PolicyMesh.Port, question.Asking.Purpose, Cancel));
        if (question.Law.MayKnow(question.Asking))
            return denied is PolicyDeniedException ? null : "a port that the principal may know looks absent";
        const string Absent = "people/records/rowz";
        DataMeshException absent = await Assert.ThrowsAnyAsync<PortNotFoundException>(() => question.Consumer.OpenAsync(Absent, question.Asking.Purpose, Cancel));
        return absent.Message.Replace(Absent, PolicyMesh.Port, StringComparison.Ordinal) == denied.Message ? null : $"a hidden port and an absent one differ:\n  {denied.Message}\n  {absent.Message}";
    }

    private static async Task<string?> ExplainAsync(PolicyCase question, NaiveSight? sight)
    {
        InputPort port = new(question.Mesh.Runtime(question.Asking.Region), PolicyMesh.Port, question.Asking.Principal, question.Asking.Purpose);
        if (!question.Law.MayKnow(question.Asking))
            return await Record.ExceptionAsync(() => port.ExplainAccessAsync(Cancel)) is PortNotFoundException ? null : "an explanation shows that a hidden port exists";
        return Check(await port.ExplainAccessAsync(Cancel), sight, isOwner: false);
    }

    private static async Task<string?> PreviewExplainAsync(PolicyCase question)
    {
        Asking here = question.Asking with { Region = null };
        return Check(await question.Mesh.Producer.Access.WhatWouldSeeAsync(PolicyMesh.Port, here.Principal, here.Purpose, cancellationToken: Cancel), question.Law.Decide(here), isOwner: true);
    }

    private static string? Check(AccessExplanation explanation, NaiveSight? sight, bool isOwner)
    {
        if (explanation.IsAllowed != sight is not null || explanation.Denial is null != explanation.IsAllowed)
            return $"the explanation says {(explanation.IsAllowed ? "allowed" : "denied")}, and the law the contrary";
        if (!isOwner && explanation.Rules.Any(r => r.Rows is not null || r.Origin is not null))
            return "the consumer is shown filters or places of rules";
        if (!explanation.VisibleColumns.SequenceEqual(sight?.Columns ?? []))
            return $"the explanation shows [{string.Join(", ", explanation.VisibleColumns)}], the law [{string.Join(", ", sight?.Columns ?? [])}]";
        foreach (ColumnExplanation column in explanation.Columns)
        {
            HashSet<Mask> law = [.. sight!.MasksOf(column.Name)], said = [.. column.Masks];
            if (!law.IsSubsetOf(said) || !said.Except(law).All(m => m is NullMask && sight.MayHide(column.Name)))
                return $"the explanation says '{column.Name}' is [{string.Join(", ", said)}], the law [{string.Join(", ", law)}]";
        }
        return null;
    }

    private static async Task<string?> CatalogAsync(PolicyCase question)
    {
        // Columns show as granted, for whichever purpose and place.
        HashSet<string> known = [.. from purpose in Enumerable.Append(PolicyGen.AllPurposes, default) from region in (string?[])[null, "eu", "us"]
            let sight = question.Law.Decide(question.Asking with { Purpose = purpose, Region = region }) where sight is not null from column in sight.Columns select column];
        List<CatalogEntry> entries = await question.Consumer.Catalog.ListAsync(Cancel).ToListAsync(Cancel);
        await foreach (CatalogEntry found in question.Consumer.Catalog.SearchAsync("rows", Cancel))
            entries.Add(found);
        if (await question.Consumer.Catalog.FindAsync(question.Mesh.Product, Cancel) is { } byId)
            entries.Add(byId);
        string[] surplus = [.. entries.SelectMany(e => e.Ports).SelectMany(p => p.Columns).Except(known)];
        return surplus.Length == 0 ? null : $"the catalog shows the columns [{string.Join(", ", surplus)}], and no purpose does";
    }
}
