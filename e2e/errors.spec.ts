import { expect, test } from './fixtures'

test('an address that leads nowhere says so and shows the way back', async ({ page, signInAs, expectAccessible }) => {
  await signInAs('admin')
  const answer = await page.goto('/nowhere')
  expect(answer?.status()).toBe(404)
  expect(answer?.headers()['x-request-id']).toBeTruthy()
  await expectAccessible()
  await page.getByRole('link').first().click()
  await expect(page).toHaveURL(/\/users/)
})

test('a refusal names its request, and the audit log has it under that id', async ({
  signInAs,
  createUser,
  request,
  baseURL,
  page,
}) => {
  await signInAs('manager')
  const colleague = await createUser({ role: 'manager' })
  const answer = await page.request.post(`/api/v1/users/${colleague.id}/lock`, { headers: { Origin: baseURL ?? '' } })
  expect(answer.status()).toBe(403)
  const { requestId } = await answer.json()
  expect(requestId).toBe(answer.headers()['x-request-id'])
  const headers = { Authorization: `Bearer ${process.env.ROSTER_TOKEN}` }
  const { data } = await (await request.get(`/api/v1/events?request=${requestId}`, { headers })).json()
  expect(data).toMatchObject([{ action: 'user.locked', outcome: 'refused', code: 'forbidden', requestId }])
})
