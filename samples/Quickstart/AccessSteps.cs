namespace Quickstart;

/// <summary>Refused, asked, previewed, approved, explained: how marketing comes to read the strikes.</summary>
internal sealed class AccessSteps(Mesh mesh, IDataMesh planning, SourceFigures source, Checks checks)
{
    private const string Purpose = "safety-analysis";
    private const int Days = 90;
    private static readonly ProductName s_product = "safety/wildlife-strikes";

    private readonly IDataMesh _marketing = mesh.As("marketing");

    public async Task Refuse()
    {
        Display.Step(5, "REFUSE", "without a purpose, then as 'marketing'");
        checks.Equal("refusals", await IsRefused(planning, default) & await IsRefused(_marketing, "campaigns"), true);

        AccessAgreement request = await _marketing.Access.RequestAsync(Teams.Strikes, new() { Purpose = Purpose, Justification = "A leaflet for pilots." });
        long expected = source.Count("select count(*) from birdstrikes where \"Aircraft Airline Operator\" <> 'MILITARY'");
        long preview = await CountAsync(mesh.Access.PreviewAsync(Teams.Strikes, "marketing", Purpose, offer: Purpose, new() { Limit = long.MaxValue }));
        Display.Line($"  > marketing asks for '{request.Purpose}'; safety sees what it would see, {checks.Equal("rows of the preview", preview, expected):N0} rows, and approves for {Days} days");
        AccessAgreement agreement = await mesh.Access.ApproveAsync(s_product, request.Id, new() { Offer = Purpose, Until = DateTimeOffset.UtcNow.AddDays(Days) });
        checks.Equal("agreement", agreement.Status, AgreementStatus.Approved);

        IInputPort<StrikeReport> strikes = await _marketing.OpenAsync<StrikeReport>(Teams.Strikes, Purpose);
        StrikeReport[] reports = await strikes.ReadAsync().ToArrayAsync();
        checks.Equal("military rows", reports.Count(r => r.Operator == "MILITARY"), 0);
        checks.Equal("costs", reports.Count(r => r.CostRepair is not null), 0);
        StrikeReport goose = reports.First(r => r.Airport == "NEWARK LIBERTY INTL ARPT" && r.Species == "Canada goose");
        Display.Line($"    {checks.Equal("rows of marketing", (long)reports.Length, expected):N0} rows.  {goose.Airport}  {goose.Date:yyyy-MM-dd}  {goose.Species}  {goose.Operator}  cost_repair = {goose.CostRepair?.ToString() ?? "null"}");
    }

    public async Task Explain()
    {
        Display.Step(6, "EXPLAIN", "why is it null?");
        AccessExplanation owner = await mesh.Access.WhatWouldSeeAsync(Teams.Strikes, "marketing", Purpose);
        RuleExplanation rule = owner.Rules.Single();
        ColumnExplanation cost = owner.Columns.Single(c => c.Name == "cost_repair");
        checks.Equal("mask", cost.Masks.Single(), Mask.Null);
        Display.Line($"  agreement  marketing, {rule.Name}, {Math.Ceiling((rule.ValidUntil!.Value - DateTimeOffset.UtcNow).TotalDays):0} days, approved by safety");
        Display.Line($"  rows       {rule.Rows}    {rule.Origin}");
        Display.Line($"  mask       {cost.Name} -> {cost.Masks.Single()}    (confidential, and not part of this offer)");
        AuditRecord read = await mesh.Access.ListAuditAsync(s_product).FirstAsync(r => r.Principal == "marketing" && r.Rows == RowCountBucket.From1Thousand);
        Display.Line($"  audit      {read.Principal}, {read.Port.Port.Port}@{read.Port.Major} for {read.Purpose}: {(read.IsAllowed ? "allowed" : "denied")} by {string.Join(", ", read.Rules)}, rows 1k-10k");
        AccessExplanation own = await (await _marketing.OpenAsync(Teams.Strikes, Purpose)).ExplainAccessAsync();
        checks.Equal("the filter, as marketing is told", own.Rules.Single().Rows, null);
    }

    private static async Task<bool> IsRefused(IDataMesh reader, Purpose purpose)
    {
        try
        {
            await reader.OpenAsync(Teams.Strikes, purpose);
            return false;
        }
        catch (PolicyDeniedException denied)
        {
            Display.Refusal(denied);
            return true;
        }
    }

    private static async Task<long> CountAsync(IAsyncEnumerable<Apache.Arrow.RecordBatch> batches)
    {
        long rows = 0;
        await foreach (Apache.Arrow.RecordBatch batch in batches)
            using (batch)
                rows += batch.Length;
        return rows;
    }
}
