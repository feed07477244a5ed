namespace DataMesh.Tests.Policies;

/// <summary>One random table with its snapshots, and random policies over it.</summary>
internal static class World
{
    private const int PoliciesEach = 8;
    private const int QuestionsEach = 5;

    public const int CasesEach = PoliciesEach * QuestionsEach;

    public static async IAsyncEnumerable<PolicyCase> CasesAsync(int seed)
    {
        Dice dice = new(seed);
        SchemaObject schema = dice.Chance(0.3) ? Schemas.Of<RichRow>() : TableGen.Schema(dice);
        await using PolicyMesh mesh = await PolicyMesh.CreateAsync(schema, batchRows: dice.Pick(3, 7, 64), mode: seed % 3 == 0 ? PublishMode.Replace : PublishMode.Append, parallelism: 1 + seed % 4);
        for (int snapshots = dice.Next(1, 3); snapshots > 0; snapshots--)
            await mesh.PublishAsync(TableGen.Rows(dice, schema, dice.Next(4, 25)));
        IReadOnlyList<ColumnClassification> columns = await mesh.BindColumnsAsync();
        PolicyGen gen = new(dice, schema, new ProductId(dice.NextGuid(), dice.NextGuid()));
        Asking? previous = null;
        for (int i = 0; i < PoliciesEach; i++)
        {
            PortPolicy policy = gen.Port("rows", columns);
            Recipients stewards = gen.Stewards();
            List<AccessAgreement> agreements = gen.Agreements(policy, mesh.Product);
            PolicyDocument document = await mesh.SetPolicyAsync(d => d with { Stewards = stewards, Purposes = PolicyGen.PurposeTree, Ports = [policy] }, agreements);
            NaivePolicy law = new(document, policy, schema, agreements);
            for (int question = 0; question < QuestionsEach; question++)
                {
                PolicyCase asked = PolicyCase.Create(seed, dice, mesh, law, policy, gen, previous);
                previous = asked.Asking;
                yield return asked;
            }
        }
    }
}
